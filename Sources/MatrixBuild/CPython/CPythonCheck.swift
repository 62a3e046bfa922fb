import FoundationEssentials
import MatrixHost
import MatrixModel
import SystemPackage

/// What a finished CPython must show: a shared library, an interpreter that finds it and its standard library by
/// itself, and every module that the recipe asks for.
struct CPythonCheck {
    let python: PythonVersion
    let options: CPythonBuildOptions
    let prefix: FilePath
    let host: Host
    let steps: StepRunner

    func run() async throws {
        guard let installation = try PythonInstallation(version: python, prefix: prefix) else {
            throw failed("no shared `libpython\(python.release.series)*.so.1.0` in its `lib`")
        }
        let answer = try await answer(of: installation)
        guard try (try? Files.real(FilePath(answer.prefix))) == Files.real(prefix) else {
            throw failed("its `sys.prefix` is `\(answer.prefix)`")
        }
        if let libraries = answer.libraries, !libraries.hasPrefix(answer.prefix + "/") {
            throw failed("its sysconfig names `\(libraries)`, which is elsewhere")
        }
        guard answer.version == python.release.description else { throw failed("it says that it is \(answer.version)") }
        guard answer.shared else { throw failed("it was not built with `--enable-shared`") }
        let (optional, needed) = options.modules.filter { answer.missing[$0.name] != nil }.partitioned { $0.isOptional }
        guard needed.isEmpty else {
            let reasons = needed.map { "`import \($0.name)` fails: \(answer.missing[$0.name] ?? "")" }
            throw failed(reasons.joined(separator: "; "))
        }
        if !optional.isEmpty {
            let names = optional.map { module in "\(module.name) (\(module.debianPackage ?? "?"))" }
            host.console.note("\(steps.label): built without \(names.joined(separator: ", "))")
        }
    }

    private struct Answer: Decodable {
        var version: String
        var prefix: String
        var shared: Bool
        /// sysconfig's LIBDIR.
        var libraries: String?
        /// Module to the reason why it does not import.
        var missing: [String: String]
    }

    /// Runs on 2.7 as well as on 3.14.
    private static let script = """
        import json, sys, sysconfig
        missing = {}
        for name in sys.argv[1:]:
            try:
                __import__(name)
            except Exception as error:
                missing[name] = "%s: %s" % (type(error).__name__, error)
        print(json.dumps({
            "version": "%d.%d.%d" % sys.version_info[:3], "prefix": sys.prefix, "missing": missing,
            "shared": bool(sysconfig.get_config_var("Py_ENABLE_SHARED")), "libraries": sysconfig.get_config_var("LIBDIR"),
        }))
        """

    private func answer(of installation: PythonInstallation) async throws -> Answer {
        // No byte code may be written: what is published is what was installed.
        let environment = BuildEnvironment.adding(["PYTHONDONTWRITEBYTECODE": "1"])
        let output = try await host.processes.capture(
            Command(
                installation.executable, ["-c", Self.script] + options.modules.map(\.name), environment: environment))
        steps.append(output.standardOutput + output.standardError)
        guard output.status.isSuccess,
            let answer = try? JSONDecoder().decode(Answer.self, from: Data(output.standardOutput.utf8))
        else {
            let cause = output.standardError.split(separator: "\n").last.map(String.init) ?? "no output"
            throw failed(
                "`\(installation.executable)` does not run with LD_LIBRARY_PATH unset (\(output.status)): \(cause)")
        }
        return answer
    }

    private func failed(_ reason: String) -> BuildError {
        .checkFailed(label: steps.label, reason: reason, log: steps.log)
    }
}

extension Array {
    fileprivate func partitioned(_ isFirst: (Element) -> Bool) -> (first: [Element], second: [Element]) {
        (filter(isFirst), filter { !isFirst($0) })
    }
}
