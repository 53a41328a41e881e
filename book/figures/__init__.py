"""Drawings of the book: plot code that teaches nothing, so that the chapters' cells stay short.

A function here takes numbers that the chapter has computed and returns a closed matplotlib figure.
It computes nothing that a reader should see being computed. Words belong to the captions, which
are translated: a drawing carries symbols only, so both languages share one executed cell.
"""
