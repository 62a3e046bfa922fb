package import MatrixBuild
import MatrixHost
package import MatrixModel
import MatrixServers
package import MatrixStore
package import SystemPackage

/// A cell that can be served: its Python, its module and the generation that holds its configuration.
package struct ProvisionedCell: Sendable {
    package var cell: Cell
    package var python: PythonInstallation
    package var pythonEntry: Entry
    package var moduleEntry: Entry
    package var generation: Generation
    /// What this run had to make; all false when there was nothing to do.
    package var made: Made

    package struct Made: Sendable, Equatable {
        package var python: Bool
        package var module: Bool
        package var generation: Bool
    }

    package var module: FilePath { generation.folder.appending("mod_wsgi.so") }
    /// The folder for LD_LIBRARY_PATH.
    package var libraryPath: FilePath { generation.folder.appending("lib") }
    package var httpdConf: FilePath { generation.folder.appending("httpd.conf") }
    package var modWsgiTestConf: FilePath { generation.folder.appending("mod_wsgi_test.conf") }
    /// What an Apache of another configuration includes to load the pair.
    package var loadConf: FilePath { generation.folder.appending("load.conf") }
    package var environmentFile: FilePath { generation.folder.appending("environment") }

    /// What a shell needs to work with this cell by hand, under the names that upstream's own test uses.
    package var environment: [String: String] {
        CellEnvironment(cell: cell, generation: generation.folder).variables
    }
}

/// The variables of a cell.
struct CellEnvironment {
    let cell: Cell
    let generation: FilePath

    var variables: [String: String] {
        [
            "LD_LIBRARY_PATH": generation.appending("lib").string,
            "MOD_WSGI_SO": generation.appending("mod_wsgi.so").string,
            "MOD_WSGI_CONF": generation.appending("mod_wsgi_test.conf").string,
            "WSGIMATRIX_CELL": cell.description,
            "WSGIMATRIX_HTTPD_CONF": generation.appending("httpd.conf").string,
        ]
    }

    /// Lines for `.` or `eval` of any POSIX shell.
    var shellText: String {
        variables.sorted { $0.key < $1.key }.map { name, value in
            "export \(name)='\(value.replacing("'", with: "'\\''"))'\n"
        }.joined()
    }
}

extension ProvisionedCell {
    /// Exactly what Apache and its children see.
    var serverEnvironment: [String: String] { environmentOfServer(with: libraryPath) }

    /// What starts it in the background in a run folder.
    func request(in run: RunFolder, port: UInt16?, host: Host) -> ServeRequest {
        ServeRequest(
            cell: cell, generation: generation.folder, run: run, port: port, environment: serverEnvironment,
            pythonPrefix: python.prefix, libpython: python.library, runAs: host.runAs?.user)
    }

    /// Lines for `.` or `eval` of any POSIX shell.
    package var shellText: String { CellEnvironment(cell: cell, generation: generation.folder).shellText }
}

extension ServedCell {
    /// What starts it again; nil when its name is no cell's.
    func request(in run: RunFolder, port: UInt16?, host: Host) -> ServeRequest? {
        guard let cell = Cell(cell) else { return nil }
        let generation = FilePath(generation)
        return ServeRequest(
            cell: cell, generation: generation, run: run, port: port,
            environment: environmentOfServer(with: generation.appending("lib")), pythonPrefix: FilePath(pythonPrefix),
            libpython: FilePath(libpython), runAs: host.runAs?.user)
    }
}

private func environmentOfServer(with libraryPath: FilePath) -> [String: String] {
    [
        "PATH": BuildEnvironment.searchPath.joined(separator: ":"), "LANG": "C.UTF-8",
        "LD_LIBRARY_PATH": libraryPath.string,
    ]
}
