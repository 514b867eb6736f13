"""What was of late, counted twice: as things are set, and as somebody would set them."""
