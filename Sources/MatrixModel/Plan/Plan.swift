/// The cells of a run in their order: Python by Python, so that what a Python needs is built once and early.
package struct Plan: Sendable, Equatable {
    package private(set) var rows: [Row]

    package struct Row: Sendable, Hashable {
        package var cell: TrialCell
        /// Why the cell cannot be built, with its source; nil when it can.
        package var unsupported: String?
        package var expected: ExpectedFailure?

        package init(_ cell: TrialCell, unsupported: String?, expected: ExpectedFailure?) {
            self.cell = cell
            self.unsupported = unsupported
            self.expected = expected
        }
    }

    package init(_ rows: [Row]) { self.rows = rows }

    package var cells: [TrialCell] { rows.map(\.cell) }

    /// What the plan's content hash is the SHA-256 of: one line a cell.
    package var canonicalText: String {
        rows.map { row in
            let expected = row.expected.map { "\texpected \($0.verdict.rawValue)" } ?? ""
            return "\(row.cell)\(row.unsupported == nil ? "" : "\tunsupported")\(expected)\n"
        }.joined()
    }
}

extension Plan {
    /// Only those cells, in the plan's order.
    package func only(_ cells: Set<TrialCell>) -> Plan { Plan(rows.filter { cells.contains($0.cell) }) }

    /// The `index`-th of `count` shards, which together are the plan.
    ///
    /// A shard is a stretch of the plan, so that it needs few Pythons; as many cells can be built in one as in another,
    /// give or take one. The same plan has the same shards everywhere.
    package func shard(_ shard: Shard) -> Plan {
        let buildable = rows.count { $0.unsupported == nil }
        var before = 0
        return Plan(
            rows.filter { row in
                // A row that costs nothing goes with the one before it.
                let place = max(0, row.unsupported == nil ? before : before - 1)
                if row.unsupported == nil { before += 1 }
                return buildable == 0 ? shard.index == 1 : place * shard.count / buildable + 1 == shard.index
            })
    }
}

/// One of so many parts of a plan; the first is 1.
package struct Shard: Sendable, Hashable, CustomStringConvertible {
    package let index: Int
    package let count: Int

    /// Reads `2/5`.
    package init(_ text: String) throws(PlanError) {
        // Of 32 bits, so that a cell's place times the count is an `Int`.
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int32($0).map(Int.init) }
        guard parts.count == 2, let index = parts[0], let count = parts[1], 1 <= index, index <= count else {
            throw .notAShard(text)
        }
        self.index = index
        self.count = count
    }

    package var description: String { "\(index)/\(count)" }
}
