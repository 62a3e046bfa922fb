import FoundationEssentials
import MatrixHost
import MatrixModel
import SystemPackage

/// What a built driver must show: that Python imports it from where it was built, with both C extensions.
struct DriverCheck {
    let content: FilePath
    let python: PythonInstallation
    let host: Host
    let steps: StepRunner

    private struct Answer: Decodable {
        var files: [String]
        var bson: Bool
        var pymongo: Bool
        var version: String
    }

    /// Runs on 2.7 as well as on 3.14, and on every PyMongo.
    private static let script = """
        import json, os, sys
        sys.path.insert(0, sys.argv[1])
        import bson, gridfs, pymongo
        print(json.dumps({
            "files": [os.path.realpath(module.__file__) for module in (bson, gridfs, pymongo)],
            "bson": bson.has_c(), "pymongo": pymongo.has_c(), "version": pymongo.version,
        }))
        """

    func run() async throws {
        let answer = try await answer()
        let real = try Files.real(content)
        guard answer.files.allSatisfy({ FilePath($0).starts(with: real) }) else {
            throw failed("Python imports it from `\(answer.files.joined(separator: "`, `"))`")
        }
        let missing = [("bson", answer.bson), ("pymongo", answer.pymongo)].filter { !$0.1 }.map { "`\($0.0).has_c()`" }
        guard missing.isEmpty else { throw failed("\(missing.joined(separator: " and ")) is false: no C extension") }
        steps.append("PyMongo \(answer.version)\n")
    }

    private func answer() async throws -> Answer {
        let output = try await host.processes.capture(
            Command(
                python.executable, ["-c", Self.script, content.string],
                environment: BuildEnvironment.adding(["PYTHONDONTWRITEBYTECODE": "1"])))
        steps.append(output.standardOutput + output.standardError)
        guard output.status.isSuccess,
            let answer = try? JSONDecoder().decode(Answer.self, from: Data(output.standardOutput.utf8))
        else {
            let cause = output.standardError.split(separator: "\n").last.map(String.init) ?? "no output"
            throw failed("Python \(python.version) does not import it (\(output.status)): \(cause)")
        }
        return answer
    }

    private func failed(_ reason: String) -> BuildError {
        .checkFailed(label: steps.label, reason: reason, log: steps.log)
    }
}
