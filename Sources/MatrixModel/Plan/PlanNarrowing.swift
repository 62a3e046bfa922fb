/// What narrows the plan of a selection; each is as a user gave it, empty when it was not given.
package struct PlanNarrowing: Sendable, Equatable {
    /// Ranges such as `>=3.9`, alternatives such as `3.13.*,2.7.18`; any of them.
    package var pythons: [String] = []
    package var modWsgis: [String] = []
    /// Names of cells, or parts of names; any of them.
    package var only: [String] = []

    package init(pythons: [String] = [], modWsgis: [String] = [], only: [String] = []) {
        self.pythons = pythons
        self.modWsgis = modWsgis
        self.only = only
    }
}

extension Plan {
    /// Only the cells that all three of `narrowing` hold. Throws `PlanError` for what meets nothing in the plan, and for what
    /// leaves nothing of it.
    package func narrowed(by narrowing: PlanNarrowing) throws(PlanError) -> Plan {
        let pythons = try choice(narrowing.pythons, option: "--python", \.python)
        let modWsgis = try choice(narrowing.modWsgis, option: "--mod-wsgi", \.standardModWsgi)
        var plan = self
        if let pythons { plan = Plan(plan.rows.filter { pythons.contains($0.cell.served.python) }) }
        if let modWsgis {
            plan = Plan(plan.rows.filter { modWsgis.contains($0.cell.served.standardModWsgi) })
            guard !plan.rows.isEmpty else {
                throw .nothingLeft(option: "--mod-wsgi", narrowing.modWsgis.joined(separator: ","), after: "--python")
            }
        }
        return narrowing.only.isEmpty ? plan : try plan.only(narrowing.only)
    }

    private func choice(
        _ texts: [String], option: String, _ value: KeyPath<Cell, PythonVersion>
    ) throws(PlanError) -> Set<PythonVersion>? {
        guard !texts.isEmpty else { return nil }
        var seen: Set<PythonVersion> = []
        let values = rows.map { $0.cell.served[keyPath: value] }.filter { seen.insert($0).inserted }
        return try VersionChoice(texts, option: option).chosen(from: values, option: option)
    }

    /// Only the cells whose name has one of `parts`: whole words of it that follow one another, such as `3.13.5+6.1.1`,
    /// `embedded`, or all of it.
    package func only(_ parts: [String]) throws(PlanError) -> Plan {
        let names = rows.map { "\($0.cell)".split(separator: "+") }
        var isKept = Array(repeating: false, count: rows.count)
        for part in parts {
            let words = part.split(separator: "+")
            let found = words.isEmpty ? [] : names.indices.filter { names[$0].contains(words) }
            guard !found.isEmpty else { throw .notInPlan(part, nearest: nearest(to: words, in: names)) }
            for index in found { isKept[index] = true }
        }
        return Plan(zip(rows, isKept).filter(\.1).map(\.0))
    }

    /// What has as many words as `words` and differs in the fewest letters; at most three.
    private func nearest(to words: [Substring], in names: [[Substring]]) -> [String] {
        guard !words.isEmpty else { return [] }
        var distances: [[Substring]: Int] = [:]
        for name in names {
            for start in stride(from: 0, through: name.count - words.count, by: 1) {
                let part = Array(name[start..<start + words.count])
                if distances[part] == nil {
                    distances[part] = zip(part, words).reduce(0) { $0 + editDistance(String($1.0), String($1.1)) }
                }
            }
        }
        let texts = distances.map { (text: $0.key.joined(separator: "+"), distance: $0.value) }
        return texts.sorted { ($0.distance, $0.text) < ($1.distance, $1.text) }.prefix(3).map(\.text)
    }
}

extension Cell {
    fileprivate var standardModWsgi: PythonVersion { PythonVersion(release: modWsgi) }
}
