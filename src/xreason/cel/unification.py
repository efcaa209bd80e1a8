"""Type parameters and what they stand for: assignability, as CEL's checker defines it."""

from __future__ import annotations

from xreason.cel.types import Kind, Type

_DYNAMIC = frozenset((Kind.DYN, Kind.ERROR))
_NULL_FITS = frozenset((Kind.OPAQUE, Kind.TIMESTAMP, Kind.DURATION, Kind.WRAPPER, Kind.NULLABLE, Kind.NULL))


class Substitution:
    """What the type parameters of one expression stand for so far."""

    __slots__ = ("_bound", "_count")

    def __init__(self) -> None:
        self._bound: dict[str, Type] = {}
        self._count = 0

    @property
    def used(self) -> bool:
        """Whether any type parameter was ever made."""
        return self._count > 0

    def fresh(self) -> Type:
        """A new type parameter that stands for nothing yet."""
        self._count += 1
        return Type(Kind.PARAM, (), f"T{self._count}")

    def instance(self, signature: tuple[Type, ...]) -> tuple[Type, ...]:
        """The types of a signature with fresh parameters in place of its own."""
        fresh: dict[str, Type] = {}

        def replace(type_: Type) -> Type:
            if type_.kind is Kind.PARAM:
                if type_.name not in fresh:
                    fresh[type_.name] = self.fresh()
                return fresh[type_.name]
            if not type_.args:
                return type_
            return Type(type_.kind, tuple(map(replace, type_.args)), type_.name, type_.fields, type_.values)

        return tuple(map(replace, signature))

    def resolve(self, type_: Type, unbound: Type | None = None) -> Type:
        """The type with bound parameters replaced, and unbound ones by `unbound`, if given."""
        if type_.kind is Kind.PARAM:
            bound = self._bound.get(type_.name)
            if bound is not None:
                return self.resolve(bound, unbound)
            return type_ if unbound is None else unbound
        if not type_.args:
            return type_
        args = tuple(self.resolve(arg, unbound) for arg in type_.args)
        if all(new is old for new, old in zip(args, type_.args, strict=True)):
            return type_
        return Type(type_.kind, args, type_.name, type_.fields, type_.values)

    def shallow(self, type_: Type) -> Type:
        """The type, itself no bound parameter; its arguments may be some."""
        while type_.kind is Kind.PARAM:
            bound = self._bound.get(type_.name)
            if bound is None:
                return type_
            type_ = bound
        return type_

    def assign(self, sources: tuple[Type, ...], targets: tuple[Type, ...]) -> bool:
        """Bind parameters so that each source fits its target; on failure nothing changes."""
        if len(sources) != len(targets):
            return False
        before = dict(self._bound)
        for source, target in zip(sources, targets, strict=True):
            if not self._fits(source, target):
                self._bound = before
                return False
        return True

    def assignable(self, source: Type, target: Type) -> bool:
        """`assign` for one pair."""
        return source is target or self.assign((source,), (target,))

    def join(self, first: Type, second: Type) -> Type | None:
        """A type that both fit, for the items of a list or the branches of a conditional."""
        if not self.assignable(first, second):
            return None
        return first if self._more_general(first, second) else second

    def _fits(self, source: Type, target: Type) -> bool:
        if target.kind is Kind.PARAM:
            bound = target.name in self._bound
            if self._substitutes(source, target):
                return True
            if bound:
                return False
        if source.kind is Kind.PARAM:
            return self._substitutes(target, source)
        if source.kind in _DYNAMIC or target.kind in _DYNAMIC:
            return True
        if source.kind is Kind.NULL:
            return target.kind in _NULL_FITS
        if target.kind is Kind.NULL:
            return source.kind in _NULL_FITS
        return self._same_shape(source, target)

    def _same_shape(self, source: Type, target: Type) -> bool:
        if source.kind is Kind.NULLABLE and target.kind is not Kind.NULLABLE:
            source = source.args[0]
        elif target.kind is Kind.NULLABLE and source.kind is not Kind.NULLABLE:
            target = target.args[0]
        if source.kind is not target.kind or source.name != target.name:
            return False
        if source.kind is Kind.TYPE:
            return True
        if source.values != target.values or source.fields != target.fields:
            return False
        return len(source.args) == len(target.args) and all(map(self._fits, source.args, target.args))

    def _substitutes(self, type_: Type, parameter: Type) -> bool:
        """Let `parameter` stand for `type_`, or for the more general of that and what it is."""
        if type_ == parameter:
            return True
        bound = self._bound.get(parameter.name)
        if bound is None:
            if self._occurs(parameter, type_):
                return False
            self._bound[parameter.name] = type_
            return True
        if type_ == bound:
            return True
        if not self._fits(type_, bound):
            return False
        general = type_ if self._more_general(type_, bound) else bound
        if not self._occurs(parameter, general):
            self._bound[parameter.name] = general
        return True

    def _occurs(self, parameter: Type, type_: Type) -> bool:
        if type_.kind is Kind.PARAM:
            if type_.name == parameter.name:
                return True
            bound = self._bound.get(type_.name)
            return bound is not None and self._occurs(parameter, bound)
        return any(self._occurs(parameter, arg) for arg in type_.args)

    def _more_general(self, first: Type, second: Type) -> bool:
        """Whether `first` is as general as `second` or more so."""
        if first.kind in _DYNAMIC or first.kind is Kind.PARAM:
            return True
        if second.kind in _DYNAMIC or second.kind is Kind.PARAM:
            return False
        if first.kind is Kind.NULL or second.kind is Kind.NULL:
            return second.kind is Kind.NULL
        if first.kind is Kind.NULLABLE or second.kind is Kind.NULLABLE:
            return first.kind is Kind.NULLABLE
        if first.kind is not second.kind or len(first.args) != len(second.args):
            return False
        return all(map(self._more_general, first.args, second.args))
