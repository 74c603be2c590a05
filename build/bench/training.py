"""One training step in NumPy, as the formulas have it, for `npm run bench`.

Reads problems, a line each: N H K swapped rate ridge steps, then X (N×2), y (N×K), W1 (2×H), W2 (H×K), row after row.
Swapped, 1 or 0, is ReLU, softmax and cross-entropy in place of sigmoids and squares. Answers each with a line:
microseconds of processor time a step, and the loss that the last step found.
"""
import sys
import time

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def measure_swapped(N, ridge, rate, steps, X, y, W1, W2):
    start = time.process_time()
    for _ in range(steps):
        h1 = np.maximum(X @ W1, 0)
        h2 = softmax(h1 @ W2)
        loss = -(y * np.log(h2)).sum() / N + ridge / (2 * N) * ((W1**2).sum() + (W2**2).sum())
        dz2 = (h2 - y) / N
        dW2 = h1.T @ dz2 + ridge / N * W2
        dz1 = dz2 @ W2.T * (h1 > 0)
        dW1 = X.T @ dz1 + ridge / N * W1
        W1 = W1 - rate * dW1
        W2 = W2 - rate * dW2
    return (time.process_time() - start) / steps * 1e6, loss


def measure(N, ridge, rate, steps, X, y, W1, W2):
    start = time.process_time()
    for _ in range(steps):
        h1 = sigmoid(X @ W1)
        h2 = sigmoid(h1 @ W2)
        loss = ((y - h2) ** 2).sum() / (2 * N) + ridge / (2 * N) * ((W1**2).sum() + (W2**2).sum())
        dz2 = -(y - h2) / N * (h2 * (1 - h2))
        dW2 = h1.T @ dz2 + ridge / N * W2
        dz1 = dz2 @ W2.T * (h1 * (1 - h1))
        dW1 = X.T @ dz1 + ridge / N * W1
        W1 = W1 - rate * dW1
        W2 = W2 - rate * dW2
    return (time.process_time() - start) / steps * 1e6, loss


for line in sys.stdin:
    numbers = [float(text) for text in line.split()]
    N, H, K, swapped = map(int, numbers[:4])
    (rate, ridge), steps = numbers[4:6], int(numbers[6])
    shapes = [(N, 2), (N, K), (2, H), (H, K)]
    ends = np.cumsum([rows * cols for rows, cols in shapes])[:-1]
    parts = np.split(np.array(numbers[7:]), ends)
    matrices = [part.reshape(shape) for part, shape in zip(parts, shapes)]
    micros, loss = (measure_swapped if swapped else measure)(N, ridge, rate, steps, *matrices)
    print(micros, float(loss), flush=True)
