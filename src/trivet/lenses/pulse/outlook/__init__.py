"""Forecasts of monthly series and their scores, where a series stands, and what simulations take from it."""
