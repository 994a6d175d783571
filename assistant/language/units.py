"""Units of measure and currencies, with what one of each is in the base unit of its kind."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: `value * factor + offset` is the amount in the base unit of its dimension."""

    dimension: str
    factor: float
    offset: float = 0.0


def _table() -> dict[str, tuple[Unit, ...]]:
    units: dict[str, tuple[Unit, ...]] = {}
    for dimension, names in _SPELLED.items():
        for entry in names.split(","):
            factor, *words = entry.split()
            for word in words:
                unit = Unit(dimension, float(factor))
                units[word] = (*units.get(word, ()), unit)
    for word in ("c", "celsius", "centigrade"):
        units[word] = (Unit("temperature", 1.0),)
    for word in ("f", "fahrenheit"):
        units[word] = (Unit("temperature", 5 / 9, -160 / 9),)
    units["kelvin"] = (Unit("temperature", 1.0, -273.15),)
    return units


# Dimension: factor and its names, ...; a word that means two things is in two rows.
_SPELLED = {
    "length": "0.001 mm millimetre millimetres millimeter millimeters,0.01 cm centimetre "
    "centimetres centimeter centimeters,"
    "1 m metre metres meter meters,1000 km kms kilometre kilometres kilometer kilometers,0.0254 inch inches,"
    "0.3048 ft foot feet,0.9144 yd yard yards,1609.344 mi mile miles,1852 nmi",
    "area": "1e4 ha hectare hectares,4046.86 acre acres,1 m2 m²,1e6 km2 km²",
    "mass": "0.001 g gram grams gramme grammes,1 kg kgs kilo kilos kilogram kilograms,1000 tonne tonnes,"
    "0.453592 lb lbs pound pounds,0.0283495 oz ounce ounces,907.185 ton tons",
    "volume": "0.001 ml millilitre millilitres milliliter milliliters,1 l litre litres liter "
    "liters,3.78541 gallon gallons gal,"
    "158.987 barrel barrels bbl",
    "time": "0.001 ms millisecond milliseconds,1 sec secs second seconds,60 min mins minute "
    "minutes,3600 h hr hrs hour hours,"
    "86400 day days,604800 week weeks,1209600 fortnight fortnights,2629746 month "
    "months,31556952 yr yrs year years,"
    "315569520 decade decades,3155695200 century centuries",
    "speed": "0.277778 kmh kph,0.44704 mph,0.514444 knot knots",
    "power": "1 watt watts,1000 kw kilowatt kilowatts,1e6 mw megawatt megawatts,1e9 gw gigawatt "
    "gigawatts,745.7 hp horsepower",
    "energy": "4.184 calorie calories,4184 kcal,1 joule joules,3.6e6 kwh",
    "data": "1e3 kb kilobyte kilobytes,1e6 mb megabyte megabytes,1e9 gb gigabyte gigabytes,1e12 "
    "tb terabyte terabytes",
    "frequency": "1 hz hertz,1e3 khz,1e6 mhz megahertz,1e9 ghz gigahertz",
    "ratio": "0.01 % percent pct percentage",
    "angle": "1 degree degrees °",
    "USD": "1 $ usd dollar dollars us$,0.01 cent cents",
    "GBP": "1 £ gbp pound pounds quid sterling",
    "EUR": "1 € eur euro euros,0.01 cent cents",
    "JPY": "1 ¥ jpy yen",
    "INR": "1 ₹ inr rupee rupees",
    "CHF": "1 chf franc francs",
    "CNY": "1 cny rmb yuan",
}
CURRENCIES = frozenset(dimension for dimension in _SPELLED if dimension.isupper())
UNITS = _table()
UNITS["degrees"] = UNITS["degree"] = UNITS["°"] = (
    Unit("angle", 1.0),
    Unit("temperature", 1.0),
    Unit("temperature", 5 / 9, -160 / 9),
)
# Before a number; the letters tell which dollar, and are one dollar where the other text does not tell.
CURRENCY_SIGNS = frozenset("$£€¥₹") | {"usd", "eur", "gbp", "chf", "us$"}
CLOSE = 0.03  # two measures that were converted and rounded


def squared(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """The units with "square" before them."""
    return tuple(Unit("area", unit.factor**2) for unit in units if unit.dimension == "length")


def per_hour(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """The units with "an hour" or "per hour" behind them."""
    return tuple(Unit("speed", unit.factor / 3600) for unit in units if unit.dimension == "length")


def converted(value: float, units: tuple[Unit, ...]) -> dict[str, set[float]]:
    """The value in base units, by dimension.

    >>> converted(2, UNITS["km"])
    {'length': {2000.0}}
    """
    amounts: dict[str, set[float]] = {}
    for unit in units:
        amounts.setdefault(unit.dimension, set()).add(value * unit.factor + unit.offset)
    return amounts
