import MatrixModel

/// Every mod_wsgi and every driver against every Python of the recipes.
struct AvailableTable: Encodable {
    var pythons: [String]
    var modWsgis: [Row]
    var drivers: [Row]

    struct Row: Encodable {
        var version: String
        /// One verdict a Python, in the order of `pythons`.
        var verdicts: [String]

        init(_ version: Version, _ answers: [Compatibility]) {
            self.version = version.description
            verdicts = answers.map(\.verdict.rawValue)
        }
    }

    init(_ recipes: RecipeBook) {
        let releases = recipes.cpython.table.versions.map { PythonVersion(release: $0) }
        pythons = releases.map(\.description)
        modWsgis = recipes.modWsgi.table.versions.map { version in
            Row(version, releases.map { recipes.compatibility(of: version, with: $0) })
        }
        drivers = recipes.driver.table.versions.map { version in
            Row(version, releases.map { recipes.driver.compatibility(of: version, with: $0) })
        }
    }

    var text: String {
        """
        \(table("mod_wsgi", modWsgis))

        \(table("PyMongo", drivers))

        yes: supported, gcc: depends on the compiler, -: unsupported (`wsgimatrix explain PYTHON MOD_WSGI` says why)
        """
    }

    private func table(_ title: String, _ rows: [Row]) -> String {
        let marks = ["supported": "yes", "unsupported": "-", "compiler-dependent": "gcc"]
        return TextTable(
            header: [title] + pythons, rows: rows.map { [$0.version] + $0.verdicts.map { marks[$0] ?? $0 } }
        ).text
    }
}
