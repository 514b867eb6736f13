"""What is learned from a loss: its story, where it turned, what was overlooked, and who may lead its audit."""
