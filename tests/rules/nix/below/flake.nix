# Declared by the targets of this package, whose specs a test reads; nothing evaluates it.
{ outputs = _: { }; }
