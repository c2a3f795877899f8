# 一个人的几个账号

help-link = 把你在两个平台上的账号关联起来，合成一位成员
example-link = /关联
help-link-confirm = 确认另一个账号发来的关联
example-link-confirm = /关联 确认
help-unlink = 把一个账号和你的其他账号分开
example-unlink = /解绑 telegram
option-platform = 平台
option-code = 关联码

account-name = { $name }（{ $platform }）
account-name-exact = { $name }（{ $platform }，id { $user }）

link-code = 你的关联码是 { $code }。请在 { $minutes } 分钟内，用另一个平台上的账号给我发 /关联 { $code }。只能用一次，别给别人看。
link-too-many-codes = 一天最多要 { $limit } 个关联码，{ $again } 起可以再要。
link-unknown = 这个关联码用不了：关联码 { $minutes } 分钟内有效，只能用一次。请在另一个平台上发 /关联 要一个新的，再到这里发 /关联 加上它，例如 /关联 7KM4XQ2P。
link-too-many-guesses = 关联码错了太多次，请 { $minutes } 分钟后再试，并在另一个平台上发 /关联 要一个新的。
link-own-code = 这是这个账号自己的关联码，请用另一个平台上的账号来发，例如 /关联 7KM4XQ2P。
link-already = { $account } 和这个账号已经关联了，没有改动。
link-same-platform = 一个人在 { $platform } 上只能有一个账号，{ $one } 和 { $other } 不能是同一个人。请关联不同平台的账号，或先发 /解绑 { $platform }。
link-question = { $other } 想和你的账号 { $mine } 关联。关联后你们是同一位成员：签到、积分和连签都合在一起。如果是你本人，请在 { $minutes } 分钟内发 /关联 确认，或按按钮；不是的话请取消。
link-asked = 已经请 { $account } 确认，请在 { $minutes } 分钟内到那边发 /关联 确认。
link-nothing-waits = 没有等你确认的关联。先在这里发 /关联 要一个码，再用另一个账号发 /关联 加上它，然后回来发 /关联 确认。
link-declined = 好的，没有关联。
link-was-declined = { $account } 取消了关联，没有改动。
link-done = 你已经和 { $account } 关联：同一位成员，同一个连签。想分开的话，发 /解绑 加平台名。
link-needs-admin = 这里有管理权限，关联要社区负责人同意，请他们发 /批准 { $id }。权限不会随关联带过去。
link-not-allowed = 和 { $account } 的关联没有得到同意，没有改动。
link-review = 关联 { $one } 和 { $other }
link-review-done = { $one } 和 { $other } 现在是同一位成员，权限仍归各自的账号。
link-review-declined = { $one } 和 { $other } 没有关联。
link-review-gone = 这个关联已经不用等了，没有改动。

unlink-nothing = 这个账号没有和别的账号关联，没有可解绑的。想关联的话，发 /关联。
unlink-no-such = 你没有叫“{ $found }”的账号，你的账号有：{ $accounts }。例如：/解绑 telegram
unlink-preview = { $account } 会重新成为单独的成员。每个账号做过的归自己，花掉的积分也算自己的。两边会是这样：
unlink-besides = 确认后还会有这些变化：
unlink-side = — { $accounts }
unlink-debt = 欠 { $amount } 分：花掉的比这边得到的多。
unlink-done = { $account } 重新是单独的成员了。
unlink-changed = 你的账号在那之后变了，请重新发 /解绑 加平台名。
unlink-cancelled = 好的，没有改动。

me-community = { $name }：

help-me = 一页看完这里记着你的什么
example-me = /我的
help-export = 把记着你的一切导出成文件
example-export = /导出
help-forget = 删除记着你的一切，可以只删这里，也可以全部
example-forget = /忘记我

me-head = 这里记着你的这些：
me-account = 账号：{ $account }
me-choices = 语言：{ $language }；时区：{ $zone }
me-unset = 跟随社区
me-foot = 发 /导出 可以拿到全部内容的文件，发 /忘记我 可以删除。

export-here = 记着你的一切都在这里（{ $file }），是能直接看懂的 JSON 文本，请自己收好。

forget-ask = 要忘记什么：你在 { $community } 的一切，还是所有地方的一切？
forget-here = 只在这里
forget-everywhere = 所有地方
forget-sure-here = 将要忘记你在 { $community } 的一切。
forget-sure-everywhere = 将要忘记你在所有社区的一切，包括你的全部账号：
forget-what = 签到、连签、积分、卡片和你写过的内容都会彻底删除，谁也找不回来，留下的只有不带名字的总数。想留一份的话先发 /导出。确定吗？
forget-done-here = 已经忘记你在 { $community } 的一切。再来说话就是全新的开始。
forget-done-everywhere = 已经忘记你了。再来说话就是全新的开始。
forget-cancelled = 好的，什么都没删。

undo-link-made = { $review } 批准的是账号关联，只有本人能解开：发 /解绑。
undo-link-declined = { $review } 驳回的是账号关联，当时的验证码已经失效：对方可以再发 /关联 重新申请。
