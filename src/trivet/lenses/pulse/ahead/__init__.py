"""Forecasts of monthly series and their scores: arrays in, arrays out."""
