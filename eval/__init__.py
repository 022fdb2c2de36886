"""Measuring: question sets, scores and benchmarks."""
