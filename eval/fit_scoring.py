"""Fit the weights of assistant.scoring on NorQuAD's training part.

``python -m eval.fit_scoring --norquad FOLDER --data FOLDER`` reads the articles in once, as files,
through the product's own pipeline, and prints the weights together with what they achieve on the
reporting part.
"""
