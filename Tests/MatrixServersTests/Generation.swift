import FoundationEssentials
import MatrixHost
import MatrixModel
import SystemPackage

@testable import MatrixServers

/// Lays a generation out in a test's own folder: what another part of wsgimatrix does in the store.
struct Generation {
    let configuration: ApacheConfiguration
    var request: ServeRequest

    init(
        _ cell: Cell, in root: FilePath, installation: ApacheInstallation, pythonPrefix: FilePath, libpython: FilePath,
        module: FilePath?, host: Host, run: FilePath? = nil
    ) throws {
        let folder = root.appending("generation")
        let files = FileManager.default
        for name in ["app", "lib"] {
            try files.createDirectory(
                atPath: folder.appending(name).string, withIntermediateDirectories: true)
        }
        try files.copyItem(
            atPath: checkout.appending("recipes/apps/probe.py").string, toPath: folder.appending("app/probe.py").string)
        try files.createSymbolicLink(
            atPath: folder.appending("lib").appending(libpython.lastComponent!).string,
            withDestinationPath: libpython.string)
        if let module { try files.copyItem(atPath: module.string, toPath: folder.appending("mod_wsgi.so").string) }

        let isRoot = host.environment.userID == 0
        let run = RunFolder(run ?? root.appending("run"), userID: host.environment.userID)
        configuration = ApacheConfiguration(
            cell: cell, installation: installation, pythonPrefix: pythonPrefix, libpython: libpython,
            generation: folder, run: run, runAs: isRoot ? .webServer : nil,
            knownDirectives: knownDirectives(cell.modWsgi))
        let renderer = try ApacheRenderer(templates: checkout.appending("recipes/templates"))
        try renderer.httpdConf(configuration)
            .write(toFile: configuration.httpdConf.string, atomically: true, encoding: .utf8)
        try renderer.modWsgiTestConf(configuration)
            .write(toFile: configuration.modWsgiTestConf.string, atomically: true, encoding: .utf8)
        request = ServeRequest(
            cell: cell, generation: folder, run: run,
            environment: [
                "LD_LIBRARY_PATH": folder.appending("lib").string, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
            ],
            pythonPrefix: pythonPrefix, libpython: libpython, runAs: isRoot ? "www-data" : nil)
    }
}
