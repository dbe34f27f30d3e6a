"""Ways out of Trivet: files that stand on their own."""
