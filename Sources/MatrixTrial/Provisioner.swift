package import MatrixBuild
package import MatrixHost
package import MatrixModel
package import MatrixServers
package import MatrixStore
package import SystemPackage

/// Turns a cell into something that can be served: finds or builds its Python and its module, then lays out a
/// generation for them.
package struct Provisioner: Sendable {
    let host: Host
    let store: Store
    let recipes: RecipeBook
    /// The folder that holds `templates/` and `apps/`.
    let recipeFolder: FilePath
    let fetcher: SourceFetcher
    let answers: ToolAnswers
    let options: BuildOptions

    package init(
        host: Host, store: Store, recipes: RecipeBook, recipeFolder: FilePath, fetcher: SourceFetcher,
        answers: ToolAnswers, options: BuildOptions
    ) {
        self.host = host
        self.store = store
        self.recipes = recipes
        self.recipeFolder = recipeFolder
        self.fetcher = fetcher
        self.answers = answers
        self.options = options
    }

    /// Makes what is missing. `force` tries a pair that the recipes call unsupported. With `depth: .digests` every
    /// file of both entries is read before they are called usable.
    ///
    /// Throws `BuildError.unsupported` before anything is downloaded, and what fetching, building and storing throw.
    package func provision(_ cell: Cell, force: Bool = false, depth: Manifest.Depth = .sizes) async throws
        -> ProvisionedCell
    {
        let toolchain = try await Toolchain.detect(answers)
        try refuseUnsupported(cell, compiler: toolchain.compiler, force: force)
        let apache = try await answers.apacheInstallation(host)
        try refuseUnreachable()
        let pythons = pythonBuilder(toolchain, options)
        let modules = moduleBuilder(toolchain, try ApacheTarget(apache), options)

        let foundPython = try pythons.find(cell.python, depth: depth)
        let (pythonEntry, madePython) =
            if let foundPython { (foundPython, false) } else { try await pythons.build(cell.python) }
        let foundModule = try modules.find(cell.modWsgi, for: pythonEntry, depth: depth)
        let (moduleEntry, madeModule) =
            if let foundModule { (foundModule, false) } else {
                try await modules.build(cell.modWsgi, for: cell.python, entry: pythonEntry)
            }
        guard let python = try PythonInstallation(version: cell.python, prefix: pythonEntry.folder) else {
            throw BuildError.notBuilt(
                kind: .cpython, version: "\(cell.python)", reason: "its entry has no shared library")
        }
        let (generation, isNew) = try await GenerationLayout(
            cell: cell, python: python, pythonEntry: pythonEntry, moduleEntry: moduleEntry, apache: apache,
            recipes: recipes, recipeFolder: recipeFolder, store: store, host: host
        ).make()
        return ProvisionedCell(
            cell: cell, python: python, pythonEntry: pythonEntry, moduleEntry: moduleEntry, generation: generation,
            made: .init(python: madePython, module: madeModule, generation: isNew))
    }

    func pythonBuilder(_ toolchain: Toolchain, _ options: BuildOptions) -> CPythonBuilder {
        CPythonBuilder(
            host: host, store: store, fetcher: fetcher, toolchain: toolchain, recipe: recipes.cpython, options: options)
    }

    func moduleBuilder(_ toolchain: Toolchain, _ apache: ApacheTarget, _ options: BuildOptions) -> ModWsgiBuilder {
        ModWsgiBuilder(
            host: host, store: store, fetcher: fetcher, toolchain: toolchain, recipe: recipes.modWsgi, apache: apache,
            options: options)
    }

    private func refuseUnsupported(_ cell: Cell, compiler: String, force: Bool) throws {
        let answer = recipes.compatibility(of: cell.modWsgi, with: cell.python)
        guard !force, answer.isRefused(by: compiler) else { return }
        throw BuildError.unsupported(python: cell.python, modWsgi: cell.modWsgi, answer)
    }

    /// Two minutes of building are wasted where Apache's children could not read the result.
    func refuseUnreachable() throws {
        try AccessCheck.verify(runAs: host.runAs?.user, reading: [], passing: [store.layout.root])
    }
}

extension Host {
    /// The user that Apache's children become; nil for an Apache that is not started by root and stays who it is.
    package var runAs: ApacheConfiguration.RunAs? { environment.userID == 0 ? .webServer : nil }
}

extension ApacheTarget {
    init(_ apache: ApacheInstallation) throws {
        let loadable = apache.mpms.first { !apache.compiledInModules.contains("mpm_\($0.rawValue)") }
        self.init(
            executable: apache.executable, apxs: try apache.requireApxs(), modulesFolder: apache.modulesFolder,
            version: apache.version.description, moduleMagicNumber: apache.moduleMagicNumber,
            mpmModule: loadable.map { apache.modulesFolder.appending("mod_mpm_\($0.rawValue).so") })
    }
}
