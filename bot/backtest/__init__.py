"""The rules replayed over a workspace's own past, without look-ahead: what would they have said, and when."""
