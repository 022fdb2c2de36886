"""How good the register is: gold facts against what is found, see :mod:`eval.register.command`."""
