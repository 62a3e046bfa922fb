package import MatrixHost
package import MatrixModel
package import MatrixStore
package import SystemPackage

/// Brings a driver, built for one Python, into the store.
///
/// An entry is a folder for `sys.path`: `bson/ gridfs/ pymongo/`, with their C extensions and byte-compiled.
package struct DriverBuilder: Sendable {
    let host: Host
    let store: Store
    let fetcher: SourceFetcher
    let toolchain: Toolchain
    let recipe: DriverRecipe
    /// `driver/build_driver.py` of the recipes.
    let script: FilePath
    let options: BuildOptions

    package init(
        host: Host, store: Store, fetcher: SourceFetcher, toolchain: Toolchain, recipe: DriverRecipe,
        recipeFolder: FilePath, options: BuildOptions
    ) {
        self.host = host
        self.store = store
        self.fetcher = fetcher
        self.toolchain = toolchain
        self.recipe = recipe
        script = recipeFolder.appending("driver").appending("build_driver.py")
        self.options = options
    }

    /// What `build` gives.
    package struct Built: Sendable {
        package var driver: Driver
        package var entry: Entry
        /// Whether this run built it rather than find it or wait for another one.
        package var wasBuilt: Bool
    }

    /// The driver and its entry, when it was built before for this Python's entry. Reads a checkout's files.
    package func find(
        _ selection: DriverSelection, for python: PythonVersion, entry pythonEntry: Entry,
        depth: Manifest.Depth = .sizes
    ) throws -> Built? {
        try find(try candidate(selection, for: python), for: pythonEntry, depth: depth)
    }

    /// The driver and its entry, built when it is missing. With `force` a release is tried on a Python that the recipes
    /// say cannot run it. Throws `BuildError`, `RecipeError` for a release that no recipe knows, or what fetching and
    /// unpacking throw.
    package func build(
        _ selection: DriverSelection, for python: PythonVersion, entry pythonEntry: Entry, force: Bool = false
    ) async throws -> Built {
        let candidate = try candidate(selection, for: python)
        if case .release(let version) = candidate, !force { try refuseUnsupported(version, python) }
        if let built = try find(candidate, for: pythonEntry, depth: .sizes) { return built }
        guard let installation = try PythonInstallation(version: python, prefix: pythonEntry.folder) else {
            throw BuildError.notBuilt(kind: .cpython, version: "\(python)", reason: "its entry has no shared library")
        }
        try store.prepareForWriting()
        try store.requireRoom(DriverBuild.room, for: "\(candidate.driver)")
        let (sources, digest) = try await sources(of: candidate)
        let inputs = try inputs(candidate.driver, digest: digest, python: pythonEntry)
        let label = "\(candidate.label) for Python \(python)"
        let (entry, wasBuilt) = try await store.using(pythonEntry) {
            try await store.entry(for: inputs, label: label, options) { work in
                try await DriverBuild(
                    sources: sources, python: installation, script: script, work: work, host: host,
                    steps: StepRunner(
                        host: host, label: "PyMongo \(label)",
                        log: store.layout.logs.appending(
                            "\(candidate.driver)-python-\(python)-\(store.key(of: inputs)).log"),
                        onStep: options.onStep)
                ).run()
            }
        }
        return Built(driver: candidate.driver, entry: entry, wasBuilt: wasBuilt)
    }

    /// A selection that has been looked up, or read from the disk.
    private enum Candidate {
        case release(Version)
        case checkout(Checkout)

        var driver: Driver {
            switch self {
            case .release(let version): .release(version)
            case .checkout(let checkout): .checkout(checkout.digest)
            }
        }

        /// For people, behind the word PyMongo.
        var label: String { if case .release(let version) = self { "\(version)" } else { "\(driver)" } }
    }

    private func candidate(_ selection: DriverSelection, for python: PythonVersion) throws -> Candidate {
        switch selection {
        case .newest:
            guard let version = recipe.newest(for: python) else { throw BuildError.noDriver(python: python) }
            return .release(version)
        case .release(let text): return .release(try recipe.resolve(text))
        case .checkout(let path):
            return .checkout(try Checkout(host.environment.workingDirectory.pushing(FilePath(path))))
        }
    }

    private func refuseUnsupported(_ driver: Version, _ python: PythonVersion) throws {
        let answer = recipe.compatibility(of: driver, with: python)
        guard answer.isRefused(by: toolchain.compiler) else { return }
        throw BuildError.unsupportedDriver(python: python, driver: driver, answer)
    }

    private func find(_ candidate: Candidate, for python: Entry, depth: Manifest.Depth) throws -> Built? {
        let digests =
            switch candidate {
            case .release(let version): recipe.table.sources(of: version).map(\.digest)
            case .checkout(let checkout): [checkout.digest]
            }
        for digest in digests {
            let key = store.key(of: try inputs(candidate.driver, digest: digest, python: python))
            if let entry = try store.entry(.driver, key, depth: depth) {
                return Built(driver: candidate.driver, entry: entry, wasBuilt: false)
            }
        }
        return nil
    }

    private func sources(of candidate: Candidate) async throws -> (DriverBuild.Sources, SHA256Digest) {
        switch candidate {
        case .release(let version):
            let (source, tarball) = try await fetcher.fetch(anyOf: recipe.table.sources(of: version))
            return (.tarball(tarball), source.digest)
        case .checkout(let checkout): return (.checkout(checkout), checkout.digest)
        }
    }

    private func inputs(_ driver: Driver, digest: SHA256Digest, python: Entry) throws -> BuildInputs {
        var inputs = BuildInputs(kind: .driver)
        inputs.add("builder", DriverBuild.revision)
        inputs.add("driver", driver.description)
        inputs.add("source", digest.hexadecimal)
        inputs.add("python", python.key.text)
        inputs.add("script", try sha256(ofFile: script).hexadecimal)
        toolchain.addInputs(to: &inputs)
        return inputs
    }
}
