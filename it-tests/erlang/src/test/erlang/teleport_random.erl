%% Random terms of every type, by the seed of the process (see rand).
-module(teleport_random).
-export([term/0]).

-define(DEPTH, 4).

term() ->
    case rand:uniform(1000) of
        N when N =< 2 -> rand:bytes(rand:uniform(100000));
        N when N =< 4 -> [rand:uniform(256) - 1 || _ <- lists:seq(1, 65400 + rand:uniform(300))];
        N when N =< 6 -> big(9000);
        N when N =< 12 -> deep(term(1), 50 + rand:uniform(400));
        N when N =< 18 -> list_to_tuple(several(250 + rand:uniform(20), 0));
        N when N =< 24 -> several(rand:uniform(300), 0);
        N when N =< 30 -> several(rand:uniform(300), 0) ++ leaf();
        N when N =< 40 -> maps:from_list(pairs(33 + rand:uniform(60), 0));
        _ -> term(?DEPTH)
    end.

term(0) ->
    leaf();
term(Depth) ->
    case rand:uniform(12) of
        1 -> list_to_tuple(several(rand:uniform(6) - 1, Depth - 1));
        2 -> list_to_tuple(several(rand:uniform(6) - 1, Depth - 1));
        3 -> several(rand:uniform(6) - 1, Depth - 1);
        4 -> several(rand:uniform(6) - 1, Depth - 1);
        5 -> several(rand:uniform(4), Depth - 1) ++ leaf();
        6 -> maps:from_list(pairs(rand:uniform(6) - 1, Depth - 1));
        7 -> maps:from_list(pairs(rand:uniform(6) - 1, Depth - 1));
        8 -> fun_of(term(Depth - 1), leaf());
        _ -> leaf()
    end.

several(Count, Depth) -> [term(Depth) || _ <- lists:seq(1, Count)].

pairs(Count, Depth) -> [{term(Depth), term(Depth)} || _ <- lists:seq(1, Count)].

deep(Term, 0) ->
    Term;
deep(Term, Depth) ->
    deep(one_of([fun() -> {Term} end,
                 fun() -> [Term] end,
                 fun() -> [a | Term] end,
                 fun() -> #{key => Term} end,
                 fun() -> #{Term => value} end]), Depth - 1).

leaf() ->
    one_of([fun() -> rand:uniform(256) - 1 end,
            fun() -> around(one_of_list([0, 1 bsl 8, 1 bsl 27, 1 bsl 31, 1 bsl 32, 1 bsl 59,
                                         1 bsl 63, 1 bsl 64, 1 bsl 2040])) end,
            fun() -> big(40) end,
            fun() -> float() end,
            fun() -> float() end,
            fun() -> atom() end,
            fun() -> atom() end,
            fun() -> [] end,
            fun() -> {} end,
            fun() -> #{} end,
            fun() -> rand:bytes(rand:uniform(40) - 1) end,
            fun() -> text(rand:uniform(20) - 1, fun latin1/0) end,
            fun() -> list_to_binary(text(rand:uniform(20) - 1, fun latin1/0)) end,
            fun() -> unicode:characters_to_binary(text(rand:uniform(20) - 1, fun latin1/0)) end,
            fun() -> unicode:characters_to_binary(text(rand:uniform(20) - 1, fun unicode/0)) end,
            fun() -> text(rand:uniform(20) - 1, fun unicode/0) end,
            fun() -> [rand:uniform(256) - 1 || _ <- lists:seq(1, rand:uniform(20))] end,
            fun() -> bits() end,
            fun() -> self() end,
            fun() -> make_ref() end,
            fun() -> hd(erlang:ports()) end,
            fun() -> pid() end,
            fun() -> port() end,
            fun() -> reference() end,
            fun() -> fun lists:map/2 end,
            fun() -> binary_to_term(<<131, 113, (name())/binary, (name())/binary, 97,
                                      (word(8))/binary>>) end]).

around(Number) ->
    one_of_list([1, -1]) * Number + rand:uniform(5) - 3.

big(Bytes) ->
    Count = 8 * rand:uniform(Bytes),
    <<Number:Count>> = rand:bytes(Count div 8),
    one_of_list([1, -1]) * Number.

float() ->
    one_of([fun() -> any_float() end,
            fun() -> any_float() end,
            fun() -> (rand:uniform(2000001) - 1000001) / one_of_list([1, 10, 100, 1000, 8, 3]) end,
            fun() -> float(around(1 bsl rand:uniform(80))) end,
            fun() -> math:pow(10, rand:uniform(600) - 300) end,
            fun() -> one_of_list([0.0, -0.0, 1.0, 0.1, 5.0e-324, 1.7976931348623157e308,
                                  2.2250738585072014e-308]) end]).

any_float() ->
    case rand:bytes(8) of
        <<Number/float>> -> Number;
        _ -> any_float()
    end.

atom() ->
    one_of([fun() -> one_of_list([true, false, undefined, nil, ok, error, '', 'end', 'Ok',
                                  'a b', 'it\'s', a@b, 'cond', '_', '\n', 'é', 'Ж']) end,
            fun() -> list_to_atom([$a + rand:uniform(26) - 1, $0 + rand:uniform(10) - 1]) end,
            fun() -> list_to_atom(text(rand:uniform(3) - 1, fun latin1/0)) end,
            fun() -> list_to_atom(text(rand:uniform(3) - 1, fun unicode/0)) end]).

name() ->
    term_to_name(one_of_list([a@h, 'my-app@host.example.com', 'é@h', 'Ж@h'])).

term_to_name(Atom) ->
    <<131, Name/binary>> = term_to_binary(Atom, [{minor_version, 2}]),
    Name.

text(Count, Character) -> [Character() || _ <- lists:seq(1, Count)].

latin1() ->
    case rand:uniform(8) of
        1 -> rand:uniform(256) - 1;
        2 -> 159 + rand:uniform(96);
        _ -> 31 + rand:uniform(95)
    end.

%% Without FFFE and FFFF, which erl_scan does not read.
unicode() ->
    case rand:uniform(8) of
        1 -> 16#10000 + rand:uniform(16#FFFFF);
        2 -> 16#E000 + rand:uniform(16#1FFD) - 1;
        3 -> rand:uniform(16#D7FF);
        4 -> rand:uniform(255);
        _ -> 31 + rand:uniform(95)
    end.

bits() ->
    Count = rand:uniform(80),
    <<Bits:Count/bitstring, _/bitstring>> = rand:bytes(10),
    Bits.

word(Count) -> <<(rand:uniform(1 bsl Count) - 1):Count>>.

pid() ->
    binary_to_term(<<131, 88, (name())/binary, (word(32))/binary, (word(32))/binary,
                     (creation())/binary>>).

port() ->
    binary_to_term(<<131, 120, (name())/binary,
                     (word(one_of_list([8, 24, 32, 64]), 64))/binary, (creation())/binary>>).

word(Count, Width) -> <<(rand:uniform(1 bsl Count) - 1):Width>>.

%% Not of one word, which no release makes any more: OTP 25 computes different hashes for equal ones,
%% so that it does not find them among the keys of a large map.
reference() ->
    Count = 1 + rand:uniform(4),
    Words = << <<(word(32))/binary>> || _ <- lists:seq(1, Count) >>,
    binary_to_term(<<131, 90, Count:16, (name())/binary, (creation())/binary, Words/binary>>).

creation() -> one_of([fun() -> <<1:32>> end, fun() -> word(32) end]).

fun_of(One, Other) ->
    one_of([fun() -> fun() -> One end end,
            fun() -> fun(X) -> {X, One, Other} end end,
            fun() -> fun(_, _) -> ok end end]).

one_of(Choices) -> (one_of_list(Choices))().

one_of_list(Choices) -> lists:nth(rand:uniform(length(Choices)), Choices).
