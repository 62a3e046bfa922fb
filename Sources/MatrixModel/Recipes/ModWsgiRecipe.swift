/// mod_wsgi's versions with their tarballs, the Pythons that each can be built against, and what each understands.
package struct ModWsgiRecipe: Sendable {
    package private(set) var table: SourceTable
    private var constraints: [Constraint]
    private var directives: [Known]
    private var daemonOptions: [Known]
    private var makeRows: [Ranged<MakeArguments>]
    private var files: [Ranged<SourceFile>]
    private var estimates: [Ranged<BuildEstimate>]

    /// Reads the text of a `mod_wsgi.yaml`; `file` is for the errors. Throws `RecipeError`.
    ///
    /// A user's file that goes on top of `base` may use the archives of `base`; `base.merging(it)` puts it there.
    package init(_ text: String, file: String, extending base: ModWsgiRecipe? = nil) throws {
        let root = try RecipeNode.root(of: text, file: file)
        try root.check(
            keys: SourceTable.keys + [
                "format", "kind", "constraints", "directives", "daemon_options", "make", "files", "estimate",
            ])
        try root.checkHeader(kind: .modWsgi)
        table = try SourceTable(root, extending: base?.table)
        constraints = try root.optional("constraints")?.list().map(Constraint.init) ?? []
        directives = try root.optional("directives")?.list().map(Known.init) ?? []
        daemonOptions = try root.optional("daemon_options")?.list().map(Known.init) ?? []
        makeRows = try root.makeArguments()
        files = try root.sourceFiles()
        estimates = try root.estimates()
    }

    /// The same recipe with a user's file on top: its versions win, its constraints are asked first.
    package func merging(_ other: ModWsgiRecipe) -> ModWsgiRecipe {
        var merged = self
        merged.table.merge(other.table)
        merged.constraints = other.constraints + constraints
        merged.directives += other.directives
        merged.daemonOptions += other.daemonOptions
        merged.makeRows += other.makeRows
        merged.files += other.files
        merged.estimates = other.estimates + estimates
        return merged
    }

    /// The version that `text` stands for, by prefix.
    package func resolve(_ text: String) throws(RecipeError) -> Version { try table.resolve(text, kind: .modWsgi) }

    /// Whether the pair can be built, why not, and who says so.
    package func compatibility(of modWsgi: Version, with python: PythonVersion) -> Compatibility {
        if let reason = table.notBuilt(modWsgi) {
            return Compatibility(
                verdict: .unsupported, reason: reason, source: table.digestSource(of: modWsgi) ?? "", compiler: nil)
        }
        for constraint in constraints where constraint.holds(modWsgi, python) { return constraint.result }
        return Compatibility(
            verdict: .supported, reason: "no known limit stands against it", source: "recipes/mod_wsgi.yaml",
            compiler: nil)
    }

    /// What `make` gets for this version, and what is laid beside its sources.
    package func buildOptions(for version: Version) -> ModWsgiBuildOptions {
        ModWsgiBuildOptions(
            makeArguments: makeRows.matching(version).flatMap(\.build), files: files.matching(version))
    }

    /// What a build takes on the machine that the recipe names; nil when it says nothing.
    package func estimate(for version: Version) -> BuildEstimate? { estimates.matching(version).first }

    /// The directives, of those whose range the recipe knows, that this version understands.
    package func knownDirectives(of version: Version) -> Set<String> { names(directives, version) }

    /// The options of `WSGIDaemonProcess`, of those whose range the recipe knows, that this version understands.
    package func knownDaemonOptions(of version: Version) -> Set<String> { names(daemonOptions, version) }

    private func names(_ known: [Known], _ version: Version) -> Set<String> {
        Set(known.filter { $0.range.contains(version) }.map(\.name))
    }
}

/// What a recipe says about building one mod_wsgi.
package struct ModWsgiBuildOptions: Hashable, Sendable {
    package var makeArguments: [String] = []
    package var files: [SourceFile] = []
}

private struct Constraint: Sendable {
    var modWsgi: VersionRange
    var python: VersionRange
    var variant: String?
    var result: Compatibility

    init(_ node: RecipeNode) throws {
        try node.check(keys: ["mod_wsgi", "python", "variant", "verdict", "reason", "compiler", "source"])
        modWsgi = try node.required("mod_wsgi", "a range").range()
        python = try node.required("python", "a range").range()
        variant = try node.optional("variant")?.value("`t` or `d`") { ["t", "d"].contains($0) ? $0 : nil }
        result = Compatibility(
            verdict: try node.required("verdict", "a verdict").value(
                "`supported`, `unsupported` or `compiler-dependent`"
            ) {
                Compatibility.Verdict(rawValue: $0)
            },
            reason: try node.required("reason", "one sentence").text(),
            source: try node.required("source", "where the reason comes from").text(),
            compiler: try node.optional("compiler")?.text())
    }

    func holds(_ modWsgi: Version, _ python: PythonVersion) -> Bool {
        self.modWsgi.contains(modWsgi) && self.python.contains(python.release)
            && (variant.map { python.variant.suffix.contains($0) } ?? true)
    }
}

/// A name that mod_wsgi understands from one version on, up to another, or both.
private struct Known: Sendable {
    var name: String
    var range: VersionRange

    init(_ node: RecipeNode) throws {
        try node.check(keys: ["name", "since", "until", "why"])
        name = try node.required("name", "a name").text()
        let since = try node.optional("since")?.version()
        let until = try node.optional("until")?.version()
        let clauses = [since.map { ">=\($0)" }, until.map { "<=\($0)" }].compactMap { $0 }
        range = VersionRange(clauses.isEmpty ? "*" : clauses.joined(separator: ","))!
    }
}
