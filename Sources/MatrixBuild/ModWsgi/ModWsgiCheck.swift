import MatrixHost
import MatrixModel
import SystemPackage

/// What a linked module must show: it needs that Python's shared library, carries no copy of it, and Apache loads it.
struct ModWsgiCheck {
    let module: FilePath
    let python: PythonInstallation
    let apache: ApacheTarget
    let work: FilePath
    let host: Host
    let steps: StepRunner

    /// A module over this has libpython linked into it.
    private static let largestSize = ByteCount(1_000_000)

    func run() async throws {
        guard let size = try Files.status(module)?.size, size < Self.largestSize else {
            throw failed("`mod_wsgi.so` has over \(Self.largestSize): libpython was linked into it statically")
        }
        try await checkNeededLibrary()
        try await checkLoads()
    }

    private func checkNeededLibrary() async throws {
        let dynamic = try await output("readelf", ["-d", module.string])
        let wanted = python.library.lastComponent?.string ?? ""
        guard dynamic.split(separator: "\n").contains(where: { $0.contains("(NEEDED)") && $0.contains("[\(wanted)]") })
        else { throw failed("`mod_wsgi.so` does not link against `\(wanted)`") }
        guard dynamic.contains("(RPATH)") else { throw failed("`mod_wsgi.so` has no DT_RPATH to its Python") }
    }

    /// `apache2 -t` with no other module: a truncated or foreign module fails or dies here, in a process of its own.
    private func checkLoads() async throws {
        let configuration = work.appending("load-check.conf")
        var lines = [
            "ServerRoot \"\(work)\"", "ServerName localhost", "Listen 127.0.0.1:1", "PidFile load-check.pid",
            "ErrorLog load-check.log",
        ]
        if let mpm = apache.mpmModule, let name = mpm.stem {
            lines.append("LoadModule \(name.replacing("mod_", with: ""))_module \"\(mpm)\"")
        }
        lines.append("LoadFile \"\(python.library)\"")
        lines.append("LoadModule wsgi_module \"\(module)\"")
        try Files.writeFile(configuration, lines.joined(separator: "\n") + "\n")
        let output = try await host.processes.capture(
            Command(apache.executable, ["-t", "-f", configuration.string], environment: BuildEnvironment.base))
        steps.append(output.standardOutput + output.standardError)
        guard output.status.isSuccess else {
            let cause = output.standardError.split(separator: "\n").first.map(String.init) ?? "\(output.status)"
            throw failed("Apache \(apache.version) does not load it: \(cause)")
        }
    }

    private func output(_ tool: FilePath, _ arguments: [String]) async throws -> String {
        let output = try await host.processes.capture(Command(tool, arguments, environment: BuildEnvironment.base))
        steps.append(output.standardOutput + output.standardError)
        guard output.status.isSuccess else { throw failed("`\(tool) \(arguments.joined(separator: " "))` failed") }
        return output.standardOutput
    }

    private func failed(_ reason: String) -> BuildError {
        .checkFailed(label: steps.label, reason: reason, log: steps.log)
    }
}
