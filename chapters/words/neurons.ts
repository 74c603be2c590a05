/** The words of the pictures in the laboratory's neurons: plain text, and what stands in braces is filled in. */
export const neuronsWords = {
  /** Over the columns, from the left. */
  inputs: "inputs",
  hidden: "hidden",
  outputs: "outputs",
  picture: "The network, with a picture in each neuron of what it puts out over the plane. Layers: {widths}.",
  how: "Each picture is the plane: the stronger the colour of a place, the larger the number that the neuron puts out there. The line in it is where its sum z is 0. The wider an edge, the larger its weight; that of a negative weight is dashed.",
  softmax: "In the outputs of a softmax it is where their share is one half.",
  left: "Of a wide layer the first 7 neurons and the last are drawn.",
  row: "Row to follow",
  none: "none",
  /** A row, as the slider says it. */
  at: "row {row}: x₁ {x1}{comma} x₂ {x2}",
  label: ", label {label}",
  follow:
    "Point at a point of the plane, or choose a row: its numbers stand at the neurons, and the edges that carry most are the strongest.",
  /** Over the table of its numbers; with two hidden layers these are told apart by a number. */
  caption: "Row {row} on its way through the network",
  layer: "hidden {number}",
};
