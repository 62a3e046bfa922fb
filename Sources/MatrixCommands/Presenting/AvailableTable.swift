import MatrixModel

/// Every mod_wsgi against every Python of the recipes.
struct AvailableTable: Encodable {
    var pythons: [String]
    var modWsgis: [Row]

    struct Row: Encodable {
        var version: String
        /// One verdict a Python, in the order of `pythons`.
        var verdicts: [String]
    }

    init(_ recipes: RecipeBook) {
        let releases = recipes.cpython.table.versions.map { PythonVersion(release: $0) }
        pythons = releases.map(\.description)
        modWsgis = recipes.modWsgi.table.versions.map { version in
            Row(
                version: version.description,
                verdicts: releases.map { recipes.compatibility(of: version, with: $0).verdict.rawValue })
        }
    }

    var text: String {
        let marks = ["supported": "yes", "unsupported": "-", "compiler-dependent": "gcc"]
        let rows = modWsgis.map { [$0.version] + $0.verdicts.map { marks[$0] ?? $0 } }
        return TextTable(header: ["mod_wsgi"] + pythons, rows: rows).text
            + "\n\nyes: supported, gcc: depends on the compiler, -: unsupported (`wsgimatrix explain PYTHON MOD_WSGI` says why)"
    }
}
