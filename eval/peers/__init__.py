"""Search side by side with what people would pick instead: ``make bench-peers``."""
