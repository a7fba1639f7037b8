"""The winter truce: from 1 November to 31 March no eviction is carried out (CPCE L.412-6)."""

from datetime import date, timedelta


def in_truce(day: date) -> bool:
    """Whether `day` lies from 1 November to 31 March, both included."""
    return day.month >= 11 or day.month <= 3


def eve_of_truce(day: date) -> bool:
    """Whether the truce begins the day after `day`: anybody still there is protected by it."""
    return in_truce(day + timedelta(days=1)) and not in_truce(day)
