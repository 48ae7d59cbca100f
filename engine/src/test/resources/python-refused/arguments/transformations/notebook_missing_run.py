# Databricks notebook source
# MAGIC %run ./nowhere  # ! PYTHON_DEFINITION_FAILED: there is no such notebook
