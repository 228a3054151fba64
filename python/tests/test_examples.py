"""Every public function and class has an example, which pytest runs."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import plaza


def public() -> dict[str, object]:
    """Functions and classes that modules offer, and the methods of these classes, by name."""
    found: dict[str, object] = {}
    for module in pkgutil.iter_modules(plaza.__path__):
        if module.name == "ema":
            continue
        offered = importlib.import_module(f"plaza.{module.name}")
        for name in offered.__all__:
            thing = getattr(offered, name)
            if inspect.isfunction(thing):
                found[f"{module.name}.{name}"] = thing
            if inspect.isclass(thing):
                methods = {f"{module.name}.{name}.{key}": of for key, of in vars(thing).items() if not key.startswith("_")}
                found.update({key: of for key, of in methods.items() if inspect.isfunction(of)})
    return found


def test_every_public_function_has_an_example() -> None:
    assert len(public()) > 30
    without = [name for name, thing in public().items() if ">>>" not in (inspect.getdoc(thing) or "")]
    assert without == []


def test_everything_offered_has_a_docstring() -> None:
    for name in plaza.__all__:
        assert inspect.getdoc(getattr(plaza, name)), name
