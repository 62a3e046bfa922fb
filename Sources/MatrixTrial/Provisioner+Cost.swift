import MatrixBuild
import MatrixHost
package import MatrixModel
import MatrixServers
import MatrixStore

extension Provisioner {
    /// What is to be built for a plan. Downloads and builds nothing; a damaged entry goes to quarantine, as whenever one is
    /// looked for.
    ///
    /// Whether something is cached depends on the compiler and on Apache. On a machine without them nothing is, and a note
    /// says so: a plan is also made for other machines.
    package func cost(of plan: Plan) async throws -> PlanCost {
        let toolchain = try await installed { try await Toolchain.detect(answers) }
        let apache = try await installed { try ApacheTarget(try await answers.apacheInstallation(host)) }
        var entries: [PythonVersion: Entry] = [:]
        return try PlanCost(
            of: plan, recipes: recipes, compiler: toolchain?.compiler,
            estimates: BuildEstimates(
                recipes: recipes, records: try store.recordedBuilds(), recordedJobs: host.environment.cores,
                jobs: options.jobserver.tokens),
            jobs: options.jobserver.tokens
        ) { node in
            guard let toolchain else { return false }
            guard let version = node.modWsgi else {
                let entry = try pythonBuilder(toolchain, options).find(node.python)
                entries[node.python] = entry
                return entry != nil
            }
            guard let apache, let python = entries[node.python] else { return false }
            return try moduleBuilder(toolchain, apache, options).find(version, for: python) != nil
        }
    }

    private func installed<Value>(_ detect: () async throws -> Value) async throws -> Value? {
        do {
            return try await detect()
        } catch let error where error is BuildError || error is ServerError {
            host.console.note("\(error), so what needs it does not count as cached")
            return nil
        }
    }
}
