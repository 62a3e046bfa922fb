import FoundationEssentials
import MatrixHost
import MatrixModel
import SystemPackage

@testable import MatrixServers

/// The checkout that these tests were compiled from.
let checkout = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()

extension ApacheInstallation {
    /// Debian's, without looking at the machine.
    static let debian = ApacheInstallation(
        executable: "/usr/sbin/apache2", version: Version("2.4.62")!, moduleMagicNumber: "20120211:142",
        modulesFolder: "/usr/lib/apache2/modules",
        compiledInModules: ["core", "so", "watchdog", "http_core", "log_config", "logio", "version", "unixd"],
        mpms: MPM.allCases, apxs: "/usr/bin/apxs")
}

/// Directives by version, as far as the tests go (the recipes are the real table).
func knownDirectives(_ modWsgi: Version) -> Set<String> {
    var known: Set<String> = ["WSGIRestrictEmbedded", "startup-timeout"]
    if modWsgi >= Version("4.9.1")! { known.insert("WSGIDestroyInterpreter") }
    if modWsgi <= Version("5.0.2")! { known.insert("WSGILazyInitialization") }
    if modWsgi >= Version("6.0.0")! { known.insert("WSGIPerInterpreterGIL") }
    return known
}

func sampleConfiguration(
    _ cell: String, store: FilePath = "/store", run: FilePath = "/run/cell", root: Bool = true
) throws -> ApacheConfiguration {
    let cell = Cell(cell)!
    let prefix = store.appending("python").appending(cell.python.description)
    return ApacheConfiguration(
        cell: cell, installation: .debian, pythonPrefix: prefix,
        libpython: prefix.appending("lib").appending("libpython\(cell.python.release.series).so.1.0"),
        generation: store.appending("generations").appending("17"), run: RunFolder(run, userID: root ? 0 : 1000),
        runAs: root ? .webServer : nil, knownDirectives: knownDirectives(cell.modWsgi), preloads: preloads(cell.python))
}

/// As far as the tests go; the recipes are the real table.
func preloads(_ python: PythonVersion) -> [String] { python.release.series == "3.9" ? ["_socket", "socket"] : [] }
