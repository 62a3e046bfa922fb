package import MatrixHost
package import MatrixModel
package import MatrixStore
import SystemPackage

/// Brings a CPython into the store: finds it there, or fetches, unpacks, configures, makes, installs and checks it.
package struct CPythonBuilder: Sendable {
    let host: Host
    let store: Store
    let fetcher: SourceFetcher
    let toolchain: Toolchain
    let recipe: CPythonRecipe
    let options: BuildOptions
    var machineState: MachineState

    package init(
        host: Host, store: Store, fetcher: SourceFetcher, toolchain: Toolchain, recipe: CPythonRecipe,
        options: BuildOptions
    ) {
        self.host = host
        self.store = store
        self.fetcher = fetcher
        self.toolchain = toolchain
        self.recipe = recipe
        self.options = options
        machineState = MachineState(machine: toolchain.machine)
    }

    /// The entry when one of the version's tarballs was built before, under today's flags and tools.
    package func find(_ python: PythonVersion, depth: Manifest.Depth = .sizes) throws -> Entry? {
        for source in recipe.table.sources(of: python.release) {
            let key = store.key(of: try inputs(for: python, source: source))
            if let entry = try store.entry(.python, key, depth: depth) { return entry }
        }
        return nil
    }

    /// The entry, built when it is missing, and whether this run built it rather than wait for another one. Throws
    /// `BuildError`, or what fetching and unpacking throw.
    package func build(_ python: PythonVersion) async throws -> (entry: Entry, wasBuilt: Bool) {
        if let entry = try find(python) { return (entry, false) }
        if let reason = recipe.table.notBuilt(python.release) {
            throw BuildError.notBuilt(kind: .cpython, version: python.description, reason: reason)
        }
        try store.requireUsablePath()
        let recipeOptions = recipe.buildOptions(for: python)
        let headers = SystemHeaders(machine: toolchain.machine)
        let missing = try headers.missing(of: recipeOptions.modules.filter { !$0.isOptional })
        guard missing.isEmpty else { throw BuildError.headersMissing(label: "Python \(python)", missing) }
        try store.prepareForWriting()
        try store.requireRoom(CPythonBuild.room, for: "Python \(python)")
        let (source, tarball) = try await fetcher.fetch(anyOf: recipe.table.sources(of: python.release))
        let inputs = try inputs(for: python, source: source)
        return try await store.entry(for: inputs, label: "\(python)", options) { work in
            try await CPythonBuild(
                python: python, options: recipeOptions, tarball: tarball, work: work,
                jobs: MakeJobs(jobserver: options.jobserver, style: toolchain.jobserverStyle),
                toolchain: toolchain, machineState: machineState, seeds: store.layout.configureSeeds, host: host,
                steps: StepRunner(
                    host: host, label: "Python \(python)",
                    log: store.layout.logs.appending("python-\(python)-\(store.key(of: inputs)).log"),
                    onStep: options.onStep)
            ).run()
        }
    }

    /// All that decides what comes out.
    private func inputs(for python: PythonVersion, source: Source) throws -> BuildInputs {
        let recipeOptions = recipe.buildOptions(for: python)
        var inputs = BuildInputs(kind: .python)
        inputs.add("builder", CPythonBuild.revision)
        inputs.add("version", python.description)
        inputs.add("source", source.digest.hexadecimal)
        inputs.add("configure", recipeOptions.configureFlags)
        inputs.add("environment", recipeOptions.environment)
        inputs.add("site", recipeOptions.site)
        inputs.add("make", recipeOptions.make.build)
        inputs.add("make install", recipeOptions.make.install)
        inputs.add("files", recipeOptions.files.map { "\($0.path): \($0.text)" })
        inputs.add("remove", recipeOptions.removals)
        toolchain.addInputs(to: &inputs)
        try SystemHeaders(machine: toolchain.machine).addInputs(for: recipeOptions.modules, to: &inputs)
        return inputs
    }
}
