"""Sample pages with their exact truth, and the training of the network on them."""
