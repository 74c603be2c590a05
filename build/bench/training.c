/*
 * One training step in C, for `npm run bench`: the loop of src/training, hidden neuron after hidden neuron, with the
 * exp of the C library. Reads and answers as training.py does.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* of processor time */
static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

static double number(void) {
  double value = 0;
  scanf("%lf", &value);
  return value;
}

static double *room(int count) { return malloc(count * sizeof(double)); }

/* rows × cols numbers, row after row. */
static double *read_rows(int rows, int cols) {
  double *values = room(rows * cols);
  for (int i = 0; i < rows * cols; i++) values[i] = number();
  return values;
}

/* The same, column after column. */
static double *read_columns(int rows, int cols) {
  double *values = room(rows * cols);
  for (int r = 0; r < rows; r++)
    for (int c = 0; c < cols; c++) values[c * rows + r] = number();
  return values;
}

enum brick { SIGMOID, RELU, NONE };

/* h[j] = brick(sum over k of in[k] * W[k, j]), each a column of N */
static void layer(double *restrict h, const double *restrict in, const double *restrict W, int K, int J, int N,
                  enum brick brick) {
  for (int j = 0; j < J; j++) {
    double *restrict out = h + j * N;
    for (int n = 0; n < N; n++) out[n] = 0;
    for (int k = 0; k < K; k++)
      for (int n = 0; n < N; n++) out[n] += in[k * N + n] * W[k * J + j];
    if (brick == SIGMOID)
      for (int n = 0; n < N; n++) out[n] = 1 / (1 + exp(-out[n]));
    else if (brick == RELU)
      for (int n = 0; n < N; n++) out[n] = out[n] > 0 ? out[n] : 0;
  }
}

/* K columns of N become the softmax of each row; room has N numbers */
static void softmax(double *restrict z, double *restrict room, int K, int N) {
  for (int n = 0; n < N; n++) room[n] = z[n];
  for (int k = 1; k < K; k++)
    for (int n = 0; n < N; n++) room[n] = z[k * N + n] > room[n] ? z[k * N + n] : room[n];
  for (int k = 0; k < K; k++)
    for (int n = 0; n < N; n++) z[k * N + n] = exp(z[k * N + n] - room[n]);
  for (int n = 0; n < N; n++) room[n] = 0;
  for (int k = 0; k < K; k++)
    for (int n = 0; n < N; n++) room[n] += z[k * N + n];
  for (int k = 0; k < K; k++)
    for (int n = 0; n < N; n++) z[k * N + n] /= room[n];
}

/* G[k, j] = sum over n of in[k][n] * delta[j][n], and the ridge's part */
static void gradient(double *restrict G, const double *restrict in, const double *restrict delta,
                     const double *restrict W, double ridge, int K, int J, int N) {
  for (int k = 0; k < K; k++)
    for (int j = 0; j < J; j++) {
      double sum = 0;
      for (int n = 0; n < N; n++) sum += in[k * N + n] * delta[j * N + n];
      G[k * J + j] = sum + ridge / N * W[k * J + j];
    }
}

static double squares(const double *W, int count) {
  double sum = 0;
  for (int i = 0; i < count; i++) sum += W[i] * W[i];
  return sum;
}

/* So many steps; W1 and W2 change. Returns the loss that the last one found. */
static double train(const double *X, const double *y, double *W1, double *W2, int N, int H, double rate, double ridge,
                    int steps) {
  double *h1 = room(H * N), *h2 = room(2 * N), *d1 = room(H * N), *d2 = room(2 * N);
  double *G1 = room(2 * H), *G2 = room(2 * H), loss = 0;
  for (int t = 0; t < steps; t++) {
    layer(h1, X, W1, 2, H, N, SIGMOID);
    layer(h2, h1, W2, H, 2, N, SIGMOID);
    loss = 0;
    for (int i = 0; i < 2 * N; i++) {
      const double error = y[i] - h2[i];
      loss += error * error;
    }
    loss = loss / (2 * N) + ridge / (2 * N) * (squares(W1, 2 * H) + squares(W2, 2 * H));
    for (int i = 0; i < 2 * N; i++) d2[i] = -1.0 / N * (y[i] - h2[i]) * (h2[i] * (1 - h2[i]));
    gradient(G2, h1, d2, W2, ridge, H, 2, N);
    for (int k = 0; k < H; k++)
      for (int n = 0; n < N; n++) {
        const double h = h1[k * N + n];
        d1[k * N + n] = (d2[n] * W2[2 * k] + d2[N + n] * W2[2 * k + 1]) * (h * (1 - h));
      }
    gradient(G1, X, d1, W1, ridge, 2, H, N);
    for (int i = 0; i < 2 * H; i++) W1[i] -= rate * G1[i];
    for (int i = 0; i < 2 * H; i++) W2[i] -= rate * G2[i];
  }
  double *all[] = {h1, h2, d1, d2, G1, G2};
  for (int i = 0; i < 6; i++) free(all[i]);
  return loss;
}

/* The same with ReLU, softmax and cross-entropy, and K outputs. */
static double train_swapped(const double *X, const double *y, double *W1, double *W2, int N, int H, int K, double rate,
                            double ridge, int steps) {
  double *h1 = room(H * N), *h2 = room(K * N), *d1 = room(H * N), *d2 = room(K * N), *rows = room(N);
  double *G1 = room(2 * H), *G2 = room(K * H), loss = 0;
  for (int t = 0; t < steps; t++) {
    layer(h1, X, W1, 2, H, N, RELU);
    layer(h2, h1, W2, H, K, N, NONE);
    softmax(h2, rows, K, N);
    loss = 0;
    for (int i = 0; i < K * N; i++)
      if (y[i] != 0) loss -= y[i] * log(h2[i]);
    loss = loss / N + ridge / (2 * N) * (squares(W1, 2 * H) + squares(W2, K * H));
    for (int i = 0; i < K * N; i++) d2[i] = 1.0 / N * (h2[i] - y[i]);
    gradient(G2, h1, d2, W2, ridge, H, K, N);
    for (int j = 0; j < H; j++) {
      double *restrict below = d1 + j * N;
      for (int n = 0; n < N; n++) below[n] = 0;
      for (int k = 0; k < K; k++)
        for (int n = 0; n < N; n++) below[n] += d2[k * N + n] * W2[j * K + k];
      for (int n = 0; n < N; n++) below[n] = h1[j * N + n] > 0 ? below[n] : 0;
    }
    gradient(G1, X, d1, W1, ridge, 2, H, N);
    for (int i = 0; i < 2 * H; i++) W1[i] -= rate * G1[i];
    for (int i = 0; i < K * H; i++) W2[i] -= rate * G2[i];
  }
  double *all[] = {h1, h2, d1, d2, rows, G1, G2};
  for (int i = 0; i < 7; i++) free(all[i]);
  return loss;
}

int main(void) {
  int N;
  while (scanf("%d", &N) == 1) {
    const int H = number(), K = number(), swapped = number();
    const double rate = number(), ridge = number();
    const int steps = number();
    double *X = read_columns(N, 2), *y = read_columns(N, K), *W1 = read_rows(2, H), *W2 = read_rows(H, K);
    const double start = seconds();
    const double loss = swapped ? train_swapped(X, y, W1, W2, N, H, K, rate, ridge, steps)
                                : train(X, y, W1, W2, N, H, rate, ridge, steps);
    printf("%.17g %.17g\n", (seconds() - start) / steps * 1e6, loss);
    fflush(stdout);
    double *all[] = {X, y, W1, W2};
    for (int i = 0; i < 4; i++) free(all[i]);
  }
  return 0;
}
