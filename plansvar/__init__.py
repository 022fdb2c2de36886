"""The floor of Plansvar: what every other package stands on."""

__version__ = "0.1.0"
