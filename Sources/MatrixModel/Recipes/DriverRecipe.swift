/// PyMongo's releases with their tarballs, and the Pythons that run each.
package struct DriverRecipe: Sendable {
    package private(set) var table: SourceTable
    private var requirements: [Requirement]
    private var expectations: [Expectation]

    /// Reads the text of a `driver.yaml`; `file` is for the errors. Throws `RecipeError`.
    ///
    /// A user's file that goes on top of `base` may use the archives of `base`; `base.merging(it)` puts it there.
    package init(_ text: String, file: String, extending base: DriverRecipe? = nil) throws {
        let root = try RecipeNode.root(of: text, file: file)
        try root.check(keys: SourceTable.keys + ["format", "kind", "pythons", "expected"])
        try root.checkHeader(kind: .driver)
        table = try SourceTable(root, extending: base?.table)
        requirements = try root.optional("pythons")?.list().map(Requirement.init) ?? []
        expectations = try root.optional("expected")?.list().map(Expectation.init) ?? []
    }

    /// The same recipe with a user's file on top: its versions win, its requirements come first.
    package func merging(_ other: DriverRecipe) -> DriverRecipe {
        var merged = self
        merged.table.merge(other.table)
        merged.requirements = other.requirements + requirements
        merged.expectations = other.expectations + expectations
        return merged
    }

    /// The release that `text` stands for, by prefix.
    package func resolve(_ text: String) throws(RecipeError) -> Version { try table.resolve(text, kind: .driver) }

    /// Whether a release runs on a Python, why not, and who says so.
    package func compatibility(of driver: Version, with python: PythonVersion) -> Compatibility {
        if let reason = table.notBuilt(driver) {
            return Compatibility(
                verdict: .unsupported, reason: reason, source: table.digestSource(of: driver) ?? "", compiler: nil)
        }
        let unmet = requirements.first { $0.driver.contains(driver) && !$0.python.contains(python.release) }
        guard let unmet else {
            return Compatibility(
                verdict: .supported, reason: "no known limit stands against it", source: "recipes/driver.yaml",
                compiler: nil)
        }
        return Compatibility(
            verdict: .unsupported, reason: "it needs a Python \(unmet.python): \(unmet.reason)", source: unmet.source,
            compiler: nil)
    }

    /// What a test of the release in sub-interpreters of a Python ends with when all else is right; nil for `passed`.
    package func expectedFailure(of driver: Version, with python: PythonVersion) -> ExpectedFailure? {
        expectations.first { $0.driver.contains(driver) && $0.python.contains(python.release) }?.failure
    }

    /// The newest release of the recipe that runs on a Python; nil when none does.
    package func newest(for python: PythonVersion) -> Version? {
        table.versions.last { compatibility(of: $0, with: python).verdict == .supported }
    }

    /// What the cells of a Python call a driver of the matrix; nil when it is the newest and none runs on the Python.
    func cellName(of selection: DriverSelection, for python: PythonVersion) throws(RecipeError) -> String? {
        switch selection {
        case .release(let text): "\(Driver.release(try resolve(text)))"
        case .newest, .checkout: newest(for: python).map { "\(Driver.release($0))" }
        }
    }
}

private struct Expectation: Sendable {
    var driver: VersionRange
    var python: VersionRange
    var failure: ExpectedFailure

    init(_ node: RecipeNode) throws {
        try node.check(keys: ["driver", "python", "verdict", "reason", "source"])
        driver = try node.required("driver", "a range").range()
        python = try node.required("python", "a range").range()
        failure = try ExpectedFailure(node)
    }
}

/// What a range of drivers asks of the Python.
private struct Requirement: Sendable {
    var driver: VersionRange
    var python: VersionRange
    var reason: String
    var source: String

    init(_ node: RecipeNode) throws {
        try node.check(keys: ["driver", "python", "reason", "source"])
        driver = try node.required("driver", "a range").range()
        python = try node.required("python", "a range").range()
        reason = try node.required("reason", "one sentence").text()
        source = try node.required("source", "where the reason comes from").text()
    }
}
