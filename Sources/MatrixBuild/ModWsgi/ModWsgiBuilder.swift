package import MatrixHost
package import MatrixModel
package import MatrixStore
import SystemPackage

/// Brings a `mod_wsgi.so` for one Python and one Apache into the store.
package struct ModWsgiBuilder: Sendable {
    let host: Host
    let store: Store
    let fetcher: SourceFetcher
    let toolchain: Toolchain
    let recipe: ModWsgiRecipe
    let apache: ApacheTarget
    let options: BuildOptions

    package init(
        host: Host, store: Store, fetcher: SourceFetcher, toolchain: Toolchain, recipe: ModWsgiRecipe,
        apache: ApacheTarget, options: BuildOptions
    ) {
        self.host = host
        self.store = store
        self.fetcher = fetcher
        self.toolchain = toolchain
        self.recipe = recipe
        self.apache = apache
        self.options = options
    }

    /// The entry when it was built before for this Python's entry, under today's Apache and tools.
    package func find(_ version: Version, for python: Entry, depth: Manifest.Depth = .sizes) throws -> Entry? {
        for source in recipe.table.sources(of: version) {
            let key = store.key(of: inputs(version, source: source, python: python))
            if let entry = try store.entry(.modWsgi, key, depth: depth) { return entry }
        }
        return nil
    }

    /// The entry, built when it is missing, and whether this run built it rather than wait for another one. Throws
    /// `BuildError`, or what fetching and unpacking throw.
    package func build(
        _ version: Version, for python: PythonVersion, entry pythonEntry: Entry
    ) async throws -> (entry: Entry, wasBuilt: Bool) {
        if let entry = try find(version, for: pythonEntry) { return (entry, false) }
        guard let installation = try PythonInstallation(version: python, prefix: pythonEntry.folder) else {
            throw BuildError.notBuilt(kind: .cpython, version: "\(python)", reason: "its entry has no shared library")
        }
        try store.prepareForWriting()
        try store.requireRoom(ModWsgiBuild.room, for: "mod_wsgi \(version)")
        let (source, tarball) = try await fetcher.fetch(anyOf: recipe.table.sources(of: version))
        let inputs = inputs(version, source: source, python: pythonEntry)
        let label = "\(version) for Python \(python)"
        return try await store.using(pythonEntry) {
            try await store.entry(for: inputs, label: label, options) { work in
                try await ModWsgiBuild(
                    version: version, options: recipe.buildOptions(for: version), python: installation,
                    pythonEntry: pythonEntry, apache: apache, tarball: tarball, work: work,
                    jobs: MakeJobs(jobserver: options.jobserver, style: toolchain.jobserverStyle),
                    host: host,
                    steps: StepRunner(
                        host: host, label: "mod_wsgi \(label)",
                        log: store.layout.logs.appending(
                            "mod_wsgi-\(version)-python-\(python)-\(store.key(of: inputs)).log"),
                        onStep: options.onStep)
                ).run()
            }
        }
    }

    private func inputs(_ version: Version, source: Source, python: Entry) -> BuildInputs {
        var inputs = BuildInputs(kind: .modWsgi)
        inputs.add("builder", ModWsgiBuild.revision)
        inputs.add("version", version.description)
        inputs.add("source", source.digest.hexadecimal)
        inputs.add("python", python.key.text)
        inputs.add("apache", apache.version)
        inputs.add("module magic number", apache.moduleMagicNumber)
        inputs.add("apxs", apache.apxs.string)
        inputs.add(
            "environment", ModWsgiBuild.configureEnvironment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
        let options = recipe.buildOptions(for: version)
        inputs.add("make", options.makeArguments)
        inputs.add("files", options.files.map { "\($0.path): \($0.text)" })
        toolchain.addInputs(to: &inputs)
        return inputs
    }
}
