import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixServers
import MatrixStore
import SystemPackage

/// Lays out a generation: `mod_wsgi.so`, `lib/` with the links for LD_LIBRARY_PATH, the configuration files, the
/// probe, and the environment for a shell.
struct GenerationLayout {
    let cell: Cell
    let python: PythonInstallation
    let pythonEntry: Entry
    let moduleEntry: Entry
    let apache: ApacheInstallation
    let recipes: RecipeBook
    let recipeFolder: FilePath
    let store: Store
    let host: Host

    /// Part of every fingerprint: changes when the layout below does.
    private static let revision = "2"

    private var templates: FilePath { recipeFolder.appending("templates") }
    private var probe: FilePath { recipeFolder.appending("apps").appending("probe.py") }

    func make() async throws -> (generation: Generation, isNew: Bool) {
        try await store.generation(of: cell, record: try record(), isWhole: hasItsModule) { staging, destination in
            try Files.copyFile(from: moduleEntry.folder.appending("mod_wsgi.so"), to: staging.appending("mod_wsgi.so"))
            try linkLibraries(in: staging.appending("lib"))
            try Files.makeFolder(staging.appending("app"))
            try Files.copyFile(from: probe, to: staging.appending("app").appending("probe.py"))
            try writeConfiguration(in: staging, for: destination)
            let environment = CellEnvironment(cell: cell, generation: destination)
            try Files.writeFile(staging.appending("environment"), environment.shellText)
            try Files.normaliseModes(staging)
        }
    }

    /// Apache loads the copy and not the entry, so the copy is what has to be right.
    private func hasItsModule(_ folder: FilePath) throws -> Bool {
        let copy = folder.appending("mod_wsgi.so")
        guard try Files.status(copy)?.kind == .regular,
            try sha256(ofFile: copy) == sha256(ofFile: moduleEntry.folder.appending("mod_wsgi.so"))
        else {
            host.console.note("`\(copy)` is damaged: the cell gets another generation")
            return false
        }
        return true
    }

    /// Relative links: from `generations/17/lib` to the Python's entry in the same store.
    private func linkLibraries(in folder: FilePath) throws {
        try Files.makeFolder(folder)
        let library = FilePath("../../..").appending(pythonEntry.kind.bucket).appending(pythonEntry.key.text).appending(
            "lib")
        for name in python.libraryNames {
            // The plain and the versioned name lead to the same file; libpython3.so is a library of its own.
            try Files.replaceSymlink(at: folder.appending(name), target: library.appending(name))
        }
    }

    private func writeConfiguration(in staging: FilePath, for destination: FilePath) throws {
        let configuration = ApacheConfiguration(
            cell: cell, installation: apache, pythonPrefix: python.prefix, libpython: python.library,
            generation: destination, run: RunFolder(store.layout.runFolder(cell), userID: host.environment.userID),
            runAs: host.runAs, knownDirectives: known, preloads: preloads)
        let renderer = try ApacheRenderer(templates: templates)
        try Files.writeFile(staging.appending("httpd.conf"), try renderer.httpdConf(configuration))
        try Files.writeFile(staging.appending("mod_wsgi_test.conf"), try renderer.modWsgiTestConf(configuration))
        try Files.writeFile(staging.appending("load.conf"), try renderer.loadConf(configuration))
        if let preload = renderer.preload(configuration) {
            try Files.writeFile(staging.appending("app").appending("preload.py"), preload)
        }
    }

    private var known: Set<String> {
        recipes.modWsgi.knownDirectives(of: cell.modWsgi).union(recipes.modWsgi.knownDaemonOptions(of: cell.modWsgi))
    }

    private var preloads: [String] { recipes.cpython.preloads(for: cell.python) }

    private func record() throws -> GenerationRecord {
        var text = "revision \(Self.revision)\ncell \(cell)\nstore \(store.layout.root)\n"
        text += "python \(pythonEntry.key)\nmodule \(moduleEntry.key)\nuser \(host.environment.userID)\n"
        text += "apache \(apache.executable) \(apache.modulesFolder) \(apache.compiledInModules.sorted())\n"
        text += "known \(known.sorted())\npreloads \(preloads)\n"
        for name in ApacheRenderer.templateNames {
            text += "\(name) \(try sha256(ofFile: templates.appending(name)))\n"
        }
        text += "probe.py \(try sha256(ofFile: probe))\n"
        return GenerationRecord(
            cell: cell, fingerprint: sha256(of: text), pythonKey: pythonEntry.key, modWsgiKey: moduleEntry.key)
    }
}
