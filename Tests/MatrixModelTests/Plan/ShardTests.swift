import Testing

@testable import MatrixModel

struct ShardTests {
    private func shards(_ plan: Plan, _ count: Int) throws -> [Plan] {
        try (1...count).map { plan.shard(try Shard("\($0)/\(count)")) }
    }

    @Test(arguments: [1, 2, 3, 5, 16, 17, 40])
    func shardsAreThePlanInOrderAndBalanced(count: Int) throws {
        let plan = try PlanFixture().plan("generations")
        let shards = try shards(plan, count)
        #expect(shards.flatMap(\.rows) == plan.rows)
        let sizes = shards.map(\.rows.count)
        #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    }

    @Test(arguments: [2, 3, 7]) func whatCannotBeBuiltDoesNotUnbalanceThem(count: Int) throws {
        let plan = try PlanFixture().plan("all")
        let shards = try shards(plan, count)
        #expect(shards.flatMap(\.rows) == plan.rows)
        let sizes = shards.map { $0.rows.count { $0.unsupported == nil } }
        #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    }

    @Test func aPlanOfNothingButRefusedCellsGoesToTheFirst() throws {
        let plan = try PlanFixture().plan("all").only(["2.7.18+6.1.1"])
        #expect(try shards(plan, 3).map(\.rows.count) == [12, 0, 0])
        #expect(try shards(Plan([]), 2).map(\.rows.count) == [0, 0])
    }

    @Test func moreShardsThanCellsLeaveSomeEmpty() throws {
        let plan = try PlanFixture().plan("generations")
        #expect(plan.shard(try Shard("2147483647/2147483647")).rows.count <= 1)
    }

    @Test(arguments: ["", "1", "0/3", "4/3", "1/0", "-1/2", "1/2/3", "a/b", "1/", "/2", "1/9223372036854775807"])
    func anythingElseIsNoShard(text: String) {
        #expect(throws: PlanError.notAShard(text)) { try Shard(text) }
    }
}
