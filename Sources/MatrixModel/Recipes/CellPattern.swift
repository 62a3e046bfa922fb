/// Some cells of the matrix: what each axis that it names must meet; an axis that it does not name may be anything.
package struct CellPattern: Hashable, Sendable {
    var pythons: [PythonPattern]?
    var modWsgis: [VersionRange]?
    var modes: [WSGIMode]?
    var mpms: [MPM]?
    var topologies: [Topology]?
    var drivers: [VersionRange]?

    static let keys = ["python", "mod_wsgi", "mode", "mpm", "topology", "driver"]

    init(_ node: RecipeNode) throws {
        pythons = try node.oneOrMore("python") { node in
            try node.value("a range such as \">=3.8,<3.13\", with a suffix for a variant (\"3.13.*t\")") {
                PythonPattern($0)
            }
        }
        modWsgis = try node.oneOrMore("mod_wsgi") { try $0.range() }
        modes = try node.oneOrMore("mode") { try $0.mode() }
        mpms = try node.oneOrMore("mpm") { try $0.mpm() }
        topologies = try node.oneOrMore("topology") { try $0.topology() }
        drivers = try node.oneOrMore("driver") { try $0.range() }
    }

    /// Whether a cell is one of them. A checkout has no version, so no driver that is named by a range is it.
    package func contains(_ cell: TrialCell) -> Bool {
        contains(cell.served.python) && contains(cell.served.modWsgi) && contains(cell.served.mode)
            && contains(cell.served.mpm) && contains(cell.topology) && contains(driver: cell.driver)
    }

    func contains(_ python: PythonVersion) -> Bool { pythons?.contains { $0.contains(python) } ?? true }
    func contains(_ modWsgi: Version) -> Bool { modWsgis?.contains { $0.contains(modWsgi) } ?? true }
    func contains(_ mode: WSGIMode) -> Bool { modes?.contains(mode) ?? true }
    func contains(_ mpm: MPM) -> Bool { mpms?.contains(mpm) ?? true }
    func contains(_ topology: Topology) -> Bool { topologies?.contains(topology) ?? true }

    func contains(driver: String) -> Bool {
        guard let drivers else { return true }
        guard driver.hasPrefix("pymongo-"), let version = Version(driver.dropFirst("pymongo-".count)) else {
            return false
        }
        return drivers.contains { $0.contains(version) }
    }
}

/// A range of releases of one variant: `3.13.*` is of standard builds, `3.13.*t` of free-threaded ones.
struct PythonPattern: Hashable, Sendable {
    private var range: VersionRange
    private var variant: PythonVariant

    init?(_ text: String) {
        let suffix = String(text.reversed().prefix { $0.isLetter }.reversed())
        guard let variant = PythonVariant(suffix: suffix), let range = VersionRange(String(text.dropLast(suffix.count)))
        else { return nil }
        self.range = range
        self.variant = variant
    }

    func contains(_ python: PythonVersion) -> Bool { python.variant == variant && range.contains(python.release) }
}

extension RecipeNode {
    func mode() throws -> WSGIMode { try value("`daemon` or `embedded`") { WSGIMode(rawValue: $0) } }

    func mpm() throws -> MPM { try value("`event`, `worker` or `prefork`") { MPM(rawValue: $0) } }

    func topology() throws -> Topology { try value("`standalone` or `replica-set`") { Topology($0) } }
}
