"""One reader per format; each turns a file into raw blocks."""
