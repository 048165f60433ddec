"""How the shipped model is made: ``make train``, or ``python -m training``."""
