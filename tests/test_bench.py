"""The frame of the bench: every target belongs to a measurement, and every measurement can be run."""

from __future__ import annotations

import importlib.util
import inspect

import pytest

from bench.run import MEASUREMENTS, TARGETS, Measurement, Outcome, Target, _rows


def test_every_target_belongs_to_a_measurement() -> None:
    assert {target.module for target in TARGETS} <= {measurement.module for measurement in MEASUREMENTS}


@pytest.mark.parametrize("measurement", MEASUREMENTS, ids=lambda measurement: measurement.module)
def test_every_measurement_is_a_module_that_measures(measurement: Measurement) -> None:
    module = importlib.import_module(f"bench.{measurement.module}")
    assert next(iter(inspect.signature(module.measure).parameters)).lstrip("_") == "shared"


def test_a_target_that_was_missed_or_not_measured_shows() -> None:
    measurement = Measurement("adding", "Adding", "613 articles")
    outcome = Outcome({"words_per_second": 5400.4, "seconds": 71.27}, None, 80, "2025-03-11", "3fa94c1")
    assert _rows(measurement, outcome) == [
        ("words_per_second", "5,400", "≥ 6,000", "**no**"),
        ("peak_mb", "", "≤ 500", "not measured"),
        ("resumed_same", "", "≥ 1", "not measured"),
        ("seconds", "71.3", "", ""),
    ]


@pytest.mark.parametrize(
    ("target", "value", "met"),
    [(Target("m", "f", least=1), 1, True), (Target("m", "f", least=1), 0.9, False), (Target("m", "f", most=2), 2.1, False)],
)
def test_a_target_is_a_least_or_a_most(target: Target, value: float, met: bool) -> None:
    assert target.met(value) is met
