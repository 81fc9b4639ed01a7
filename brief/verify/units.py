"""Number words, magnitudes, units and currencies as English newspapers write them."""

from __future__ import annotations

from typing import Literal

Relation = Literal["exact", "about", "over", "under"]

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS = {word: float(value) for value, word in enumerate(SMALL)} | {
    word: 10.0 * (place + 2) for place, word in enumerate(TENS)
}
ORDINALS = {
    word: float(place + 1)
    for place, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()  # noqa: SIM905
    )
}
FRACTIONS = {
    "half": 0.5, "halves": 0.5, "third": 1 / 3, "thirds": 1 / 3, "quarter": 0.25,
    "quarters": 0.25, "fifth": 0.2, "fifths": 0.2, "sixth": 1 / 6, "eighth": 0.125,
    "tenth": 0.1, "tenths": 0.1,
}  # fmt: skip
MULTIPLES = {
    "doubled": 2.0, "doubling": 2.0, "doubles": 2.0, "twice": 2.0, "double": 2.0, "tripled": 3.0,
    "tripling": 3.0, "trebled": 3.0, "triple": 3.0, "quadrupled": 4.0, "halved": 0.5,
    "halving": 0.5,
}  # fmt: skip
MAGNITUDES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "dozen": 12.0, "lakh": 1e5, "crore": 1e7,
    "million": 1e6, "millions": 1e6, "mln": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9,
    "billions": 1e9, "bln": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "trillions": 1e12,
    "tn": 1e12, "trn": 1e12,
}  # fmt: skip
CURRENCIES = {
    "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "a$": "AUD",
    "aud": "AUD", "c$": "CAD", "cad": "CAD", "s$": "SGD", "hk$": "HKD", "€": "EUR", "eur": "EUR",
    "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "pounds": "GBP", "sterling": "GBP",
    "¥": "JPY", "jpy": "JPY", "yen": "JPY", "yuan": "CNY", "cny": "CNY", "rmb": "CNY",
    "renminbi": "CNY", "₹": "INR", "inr": "INR", "rs": "INR", "rupee": "INR", "rupees": "INR",
    "rm": "MYR", "myr": "MYR", "ringgit": "MYR", "₩": "KRW", "won": "KRW", "franc": "CHF",
    "francs": "CHF", "chf": "CHF", "rouble": "RUB", "roubles": "RUB", "ruble": "RUB",
    "rubles": "RUB", "₽": "RUB", "rub": "RUB", "krona": "SEK", "kronor": "SEK", "kroner": "NOK",
    "peso": "peso", "pesos": "peso", "rand": "ZAR", "lira": "TRY", "cents": "cent", "cent": "cent",
}  # fmt: skip
# unit: (dimension, factor to its base). A ton and a tonne are one: newspapers mean either.
UNITS: dict[str, tuple[str, float]] = {
    "%": ("percent", 1), "percent": ("percent", 1), "pct": ("percent", 1),
    "per cent": ("percent", 1), "percentage points": ("points", 1),
    "percentage point": ("points", 1), "basis points": ("points", 0.01),
    "basis point": ("points", 0.01), "bps": ("points", 0.01),
    "metric tons": ("mass", 1), "metric tonnes": ("mass", 1), "metric ton": ("mass", 1),
    "tons": ("mass", 1), "ton": ("mass", 1), "tonnes": ("mass", 1), "tonne": ("mass", 1),
    "t": ("mass", 1), "kt": ("mass", 1e3), "mt": ("mass", 1e6), "kg": ("mass", 1e-3),
    "kilograms": ("mass", 1e-3), "kilogrammes": ("mass", 1e-3), "kilos": ("mass", 1e-3),
    "grams": ("mass", 1e-6), "lb": ("mass", 4.536e-4), "lbs": ("mass", 4.536e-4),
    "ounces": ("mass", 2.835e-5),
    "km": ("length", 1e3), "kilometres": ("length", 1e3), "kilometers": ("length", 1e3),
    "kilometre": ("length", 1e3), "kilometer": ("length", 1e3), "metres": ("length", 1),
    "meters": ("length", 1), "metre": ("length", 1), "meter": ("length", 1),
    "miles": ("length", 1609.34), "mile": ("length", 1609.34), "feet": ("length", 0.3048),
    "foot": ("length", 0.3048), "inches": ("length", 0.0254), "inch": ("length", 0.0254),
    "cm": ("length", 0.01), "mm": ("length", 0.001), "m": ("length", 1),
    "hectares": ("area", 1e4), "hectare": ("area", 1e4), "acres": ("area", 4046.86),
    "square kilometres": ("area", 1e6), "square kilometers": ("area", 1e6),
    "sq km": ("area", 1e6), "square miles": ("area", 2.59e6), "square metres": ("area", 1),
    "square meters": ("area", 1), "square feet": ("area", 0.0929),
    "barrels": ("barrel", 1), "barrel": ("barrel", 1), "bpd": ("barrel", 1),
    "litres": ("volume", 1), "litre": ("volume", 1), "liters": ("volume", 1),
    "gallons": ("volume", 3.785), "cubic metres": ("volume", 1e3), "cubic meters": ("volume", 1e3),
    "cubic metre": ("volume", 1e3), "cubic feet": ("volume", 28.317), "bcm": ("volume", 1e12),
    "kw": ("power", 1e3), "mw": ("power", 1e6), "gw": ("power", 1e9), "kilowatts": ("power", 1e3),
    "megawatts": ("power", 1e6), "megawatt": ("power", 1e6), "gigawatts": ("power", 1e9),
    "gigawatt": ("power", 1e9), "kwh": ("energy", 1e3), "mwh": ("energy", 1e6),
    "gwh": ("energy", 1e9), "twh": ("energy", 1e12), "megawatt hours": ("energy", 1e6),
    "gigawatt hours": ("energy", 1e9), "terawatt hours": ("energy", 1e12),
    "seconds": ("time", 1), "minutes": ("time", 60), "minute": ("time", 60),
    "hours": ("time", 3600), "hour": ("time", 3600), "days": ("time", 86400),
    "day": ("time", 86400), "weeks": ("time", 604800), "week": ("time", 604800),
    "months": ("time", 2629800), "month": ("time", 2629800), "years": ("time", 31557600),
    "year": ("time", 31557600), "decades": ("time", 315576000), "decade": ("time", 315576000),
    "degrees": ("degree", 1), "°": ("degree", 1), "°c": ("celsius", 1),
    "degrees celsius": ("celsius", 1), "celsius": ("celsius", 1), "°f": ("fahrenheit", 1),
    "degrees fahrenheit": ("fahrenheit", 1), "fahrenheit": ("fahrenheit", 1),
    "mph": ("speed", 1.609), "km/h": ("speed", 1), "kph": ("speed", 1),
}  # fmt: skip
HEDGES: dict[str, Relation] = {
    "about": "about", "around": "about", "approximately": "about", "roughly": "about",
    "some": "about", "nearly": "about", "almost": "about", "an estimated": "about",
    "estimated": "about", "circa": "about", "close to": "about", "just under": "about",
    "just over": "about", "~": "about", "up to": "under", "as many as": "under",
    "as much as": "under", "at most": "under", "less than": "under", "fewer than": "under",
    "under": "under", "below": "under", "no more than": "under", "more than": "over",
    "over": "over", "at least": "over", "above": "over", "upwards of": "over",
    "no fewer than": "over", "no less than": "over", "exceeding": "over", ">": "over",
    "<": "under",
}  # fmt: skip
