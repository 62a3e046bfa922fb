/// How CPython is built: versions with their tarballs, and for ranges of versions what differs.
package struct CPythonRecipe: Sendable {
    package private(set) var table: SourceTable
    private var variants: [VariantRow]
    private var flags: [Ranged<[String]>]
    private var environment: [Ranged<[String: String]>]
    private var site: [Ranged<[String: String]>]
    private var sharing: [Ranged<[String]>]
    private var makeRows: [Ranged<MakeArguments>]
    private var files: [Ranged<SourceFile>]
    private var removals: [Ranged<[String]>]
    private var preloads: [Ranged<[String]>]
    private var modules: [Ranged<StandardModule>]
    private var estimates: [Ranged<BuildEstimate>]

    /// Reads the text of a `cpython.yaml`; `file` is for the errors. Throws `RecipeError`.
    ///
    /// A user's file that goes on top of `base` may use the archives of `base`; `base.merging(it)` puts it there.
    package init(_ text: String, file: String, extending base: CPythonRecipe? = nil) throws {
        let root = try RecipeNode.root(of: text, file: file)
        try root.check(
            keys: SourceTable.keys + [
                "format", "kind", "variants", "flags", "environment", "site", "share", "make", "files", "remove",
                "preload", "modules", "estimate",
            ])
        try root.checkHeader(kind: .cpython)
        table = try SourceTable(root, extending: base?.table)
        variants = try root.optional("variants")?.pairs().map(VariantRow.init) ?? []
        flags = try root.ranged("flags", keys: ["flags"]) { try $0.required("flags", "a list of flags").texts() }
        environment = try root.variables("environment")
        site = try root.variables("site")
        sharing = try root.ranged("share", keys: ["flags", "source"]) {
            _ = try $0.required("source", "what was compared").text()
            return try $0.optionalTexts("flags")
        }
        makeRows = try root.makeArguments()
        files = try root.sourceFiles()
        removals = try root.ranged("remove", keys: ["paths"]) { try $0.required("paths", "a list of paths").texts() }
        preloads = try root.ranged("preload", keys: ["imports"]) {
            try $0.required("imports", "a list of modules").texts()
        }
        modules = try root.ranged("modules", keys: ["import", "header", "package", "optional"]) {
            StandardModule(
                name: try $0.required("import", "a module's name").text(), header: try $0.optional("header")?.text(),
                debianPackage: try $0.optional("package")?.text(),
                isOptional: try $0.optional("optional")?.value("`true` or `false`") { Bool($0) } ?? false)
        }
        estimates = try root.estimates()
    }

    /// The same recipe with a user's file on top: its versions win, its rows come after ours.
    package func merging(_ other: CPythonRecipe) -> CPythonRecipe {
        var merged = self
        merged.table.merge(other.table)
        merged.variants += other.variants
        merged.flags += other.flags
        merged.environment += other.environment
        merged.site += other.site
        merged.sharing += other.sharing
        merged.makeRows += other.makeRows
        merged.files += other.files
        merged.removals += other.removals
        merged.preloads += other.preloads
        merged.modules += other.modules
        merged.estimates = other.estimates + estimates
        return merged
    }

    /// The Python that `text` stands for: a prefix of a release (`3.13`) with an optional variant suffix (`3.13t`).
    package func resolve(_ text: String) throws(RecipeError) -> PythonVersion {
        guard let asked = PythonVersion(text) else {
            throw .unknownVersion(kind: .cpython, text: text, suggestions: [])
        }
        let release = try table.resolve(asked.release.description, kind: .cpython)
        let version = PythonVersion(release: release, variant: asked.variant)
        let known = variants.filter { $0.range.contains(release) }.map(\.suffix).joined()
        guard asked.variant.suffix.allSatisfy({ known.contains($0) }) else {
            throw .unknownVersion(kind: .cpython, text: text, suggestions: [release.description])
        }
        return version
    }

    /// The modules that the main interpreter of a process has to import before a sub-interpreter does.
    package func preloads(for python: PythonVersion) -> [String] { preloads.matching(python.release).flatMap { $0 } }

    /// What a build takes on the machine that the recipe names; nil when it says nothing.
    package func estimate(for python: PythonVersion) -> BuildEstimate? { estimates.matching(python.release).first }

    /// What `configure`, `make` and the clean-up get for this Python.
    package func buildOptions(for python: PythonVersion) -> CPythonBuildOptions {
        let release = python.release
        var options = CPythonBuildOptions()
        options.configureFlags = flags.matching(release).flatMap { $0 }
        options.configureFlags += variants.filter { $0.applies(to: python) }.flatMap(\.flags)
        for variables in environment.matching(release) { options.environment.merge(variables) { $1 } }
        for results in site.matching(release) { options.site.merge(results) { $1 } }
        options.sharesResults = sharing.matching(release).contains { options.configureFlags.allSatisfy($0.contains) }
        options.make.build = makeRows.matching(release).flatMap(\.build)
        options.make.install = makeRows.matching(release).flatMap(\.install)
        options.files = files.matching(release)
        options.removals = removals.matching(release).flatMap { $0 }.map {
            $0.replacing("{series}", with: release.series).replacing("{abi}", with: python.abiSeries)
        }
        options.modules = modules.matching(release)
        return options
    }
}

/// What a recipe says about building one Python.
package struct CPythonBuildOptions: Hashable, Sendable {
    package var configureFlags: [String] = []
    /// Variables of `configure`, `make` and `make install`.
    package var environment: [String: String] = [:]
    /// Results that `configure` is told instead of finding them out: autoconf's site defaults.
    package var site: [String: String] = [:]
    /// Whether autoconf's own tests find out the same here as for the other Pythons that say so.
    package var sharesResults = false
    package var make = MakeArguments()
    package var files: [SourceFile] = []
    /// Patterns relative to the prefix (`*` within one component) to delete after the install.
    package var removals: [String] = []
    package var modules: [StandardModule] = []
}

/// A standard-library module that depends on a header of the system.
package struct StandardModule: Hashable, Sendable {
    package var name: String
    /// The header without which the module is silently left out; nil when nothing is needed.
    package var header: String?
    package var debianPackage: String?
    /// Whether a Python without it is still whole; all others must import.
    package var isOptional: Bool
}

private struct VariantRow: Sendable {
    var suffix: String
    var range: VersionRange
    var flags: [String]

    init(_ pair: (key: RecipeNode, value: RecipeNode)) throws {
        try pair.value.check(keys: ["suffix", "when", "flags", "why"])
        suffix = try pair.value.required("suffix", "`t` or `d`").value("`t` or `d`") {
            ["t", "d"].contains($0) ? $0 : nil
        }
        range = try pair.value.required("when", "a range").range()
        flags = try pair.value.required("flags", "a list of flags").texts()
    }

    func applies(to python: PythonVersion) -> Bool { python.variant.suffix.contains(suffix) }
}

extension RecipeNode {
    /// Rows of names and texts.
    fileprivate func variables(_ key: String) throws -> [Ranged<[String: String]>] {
        try ranged(key, keys: nil) { node in
            var variables: [String: String] = [:]
            for (key, value) in try node.pairs() {
                let name = try key.text()
                if name != "when" && name != "why" { variables[name] = try value.text() }
            }
            return variables
        }
    }
}
