/// One thing that a run has in the store at its end: a Python, or a mod_wsgi for one.
package enum BuildNode: Hashable, Sendable, CustomStringConvertible {
    case python(PythonVersion)
    case module(Version, python: PythonVersion)

    package var python: PythonVersion {
        switch self {
        case .python(let python), .module(_, let python): python
        }
    }

    package var modWsgi: Version? { if case .module(let version, _) = self { version } else { nil } }

    package var kind: EntryKind { modWsgi == nil ? .python : .modWsgi }

    /// What must be in the store before it can be built.
    package var needed: BuildNode? { modWsgi == nil ? nil : .python(python) }

    /// For people, and the label of its build: `Python 3.13.5`, `mod_wsgi 6.1.1 for Python 3.13.5`.
    package var description: String {
        switch self {
        case .python(let python): "Python \(python)"
        case .module(let version, let python): "mod_wsgi \(version) for Python \(python)"
        }
    }
}
