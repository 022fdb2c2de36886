"""The command line: thin, lazy, wires everything."""
