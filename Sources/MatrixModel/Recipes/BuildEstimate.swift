/// What one build takes: a guess from a recipe, or from builds that were recorded.
package struct BuildEstimate: Hashable, Sendable {
    /// CPU time of all its steps.
    package var cpu: Duration
    /// The part of `cpu` that more jobs do not shorten: unpacking, configure, linking, installing, checks.
    package var serial: Duration
    /// Of all files in the store.
    package var size: ByteCount
    package var basis: Basis

    package enum Basis: String, Sendable, Codable {
        /// The same version was built into this store.
        case recorded
        /// Another version of its series was, and the recipe says how the two compare.
        case series
        /// Only the recipe knows.
        case recipe
        /// Not even the recipe says anything: all is zero.
        case unknown
    }

    package init(cpu: Duration, serial: Duration, size: ByteCount, basis: Basis) {
        self.cpu = cpu
        self.serial = serial
        self.size = size
        self.basis = basis
    }

    /// Wall time with that many jobs, each on a core of its own.
    package func duration(jobs: Int) -> Duration { serial + (cpu - serial) / max(1, jobs) }

    /// The same build on a machine that takes `factor` times as long.
    func scaled(by factor: Double, basis: Basis) -> BuildEstimate {
        BuildEstimate(cpu: cpu * factor, serial: serial * factor, size: size, basis: basis)
    }
}

extension RecipeNode {
    /// Reads the rows of `estimate`; the first whose range holds a version is the one for it.
    func estimates() throws -> [Ranged<BuildEstimate>] {
        try ranged("estimate", keys: ["cpu", "serial", "size", "source"]) { row in
            _ = try row.required("source", "where the figures come from").text()
            let cpu = try row.required("cpu", "CPU seconds").seconds()
            let serial = try row.required("serial", "the seconds that no second job shortens").seconds()
            guard serial <= cpu else { throw try row.required("serial", "").unexpected("no more than `cpu`") }
            return BuildEstimate(
                cpu: cpu, serial: serial, size: try row.required("size", "a size in bytes").size(), basis: .recipe)
        }
    }

    private func seconds() throws -> Duration {
        try value("a number of seconds") { text in
            Double(text).flatMap { $0 > 0 && $0 < 1e6 ? Duration.seconds($0) : nil }
        }
    }
}
